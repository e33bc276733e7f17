import { type AttemptState, type OpenedState, placeOf } from '../../domain/attempt.ts';
import type { ExamCommand } from '../../domain/command.ts';
import { policyActor, type ReachedStep, reachedSteps } from '../../domain/conduct.ts';
import type { Frame } from '../../domain/frame.ts';
import { policyReason } from '../../protocol/policyReason.ts';
import type { AttemptListener, HostedAttempt } from '../hostedAttempt.ts';
import { type CommandDesk, issueCommand } from '../issueCommand.ts';
import type { Incidents } from '../ports/incidents.ts';
import type { Digest, Log } from '../ports.ts';
import { derivedId } from './derivedId.ts';

export interface ConductKeeperOptions {
  readonly commands: CommandDesk;
  readonly incidents: Pick<Incidents, 'report'>;
  readonly digest: Digest;
  readonly operator: Log;
}

/** A step that a candidate has reached and that is to be carried out. */
interface DueStep {
  readonly hosted: HostedAttempt;
  readonly state: OpenedState;
  readonly reached: ReachedStep;
}

/**
 * Does what an exam's policy asks for when a candidate has reached a step of it: warns, or pauses the exam for that candidate
 * and calls a person. Every node that sees the step may do so; ids that follow from it make them one command and one
 * incident. One after the other: an exam's log takes one command at a time, and when hundreds reach a step together the exam
 * office still has to get its own in. What fails is tried again at the next tick.
 */
export class ConductKeeper implements AttemptListener {
  readonly #options: ConductKeeperOptions;
  /** Steps done, or found done, by this node. */
  readonly #done = new WeakMap<HostedAttempt, Set<string>>();
  readonly #owed = new Set<HostedAttempt>();
  readonly #due: DueStep[] = [];
  #running: Promise<void> | null = null;

  constructor(options: ConductKeeperOptions) {
    this.#options = options;
  }

  onFrame(hosted: HostedAttempt, frame: Frame): void {
    if (bearsOnConduct(frame)) this.#look(hosted);
  }

  onCommand(_hosted: HostedAttempt, _command: ExamCommand, _before: AttemptState): void {
    // What the exam office does is its own affair.
  }

  /** A page has come: the node that saw the step may have died before it acted. */
  onAttendance(hosted: HostedAttempt): void {
    if (hosted.attendance > 0) this.#look(hosted);
  }

  /** Tries again what has failed. */
  async tick(): Promise<void> {
    const owed = [...this.#owed];
    this.#owed.clear();
    for (const hosted of owed) this.#look(hosted);
    await this.idle();
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  #look(hosted: HostedAttempt): void {
    const { state } = hosted;
    if (state.status === 'scheduled' || state.status === 'sealed') return;
    const done = this.#done.get(hosted) ?? new Set();
    const steps = reachedSteps(hosted.context.rules.conduct, state.conduct).filter(
      (reached) => reached.step.do !== 'record' && !done.has(nameOf(reached)),
    );
    if (steps.length === 0) return;
    this.#done.set(hosted, done);
    for (const reached of steps) {
      done.add(nameOf(reached));
      this.#due.push({ hosted, state, reached });
    }
    this.#running ??= this.#work();
  }

  async #work(): Promise<void> {
    for (let step = this.#due.shift(); step !== undefined; step = this.#due.shift()) {
      try {
        await this.#take(step);
      } catch (error) {
        const { attemptId } = step.hosted.ref;
        this.#options.operator.warn({ err: error, attemptId }, 'A step of the exam’s policy failed.');
        // Those behind it would most likely fail alike; next time they come before it.
        for (const each of [...this.#due.splice(0), step]) this.#owe(each);
      }
    }
    this.#running = null;
  }

  #owe({ hosted, reached }: DueStep): void {
    this.#done.get(hosted)?.delete(nameOf(reached));
    this.#owed.add(hosted);
  }

  async #take({ hosted, state, reached }: DueStep): Promise<void> {
    const { step } = reached;
    if (step.do === 'record') return;
    const reason = reasonOf(reached);
    if (step.do === 'call') {
      await this.#issue(hosted, reached, { kind: 'pause', body: { reason } });
      await this.#callPerson(hosted, state, reached, reason);
    }
    if (step.text) await this.#issue(hosted, reached, { kind: 'warn', body: { text: step.text, reason } });
  }

  async #issue(
    { ref }: HostedAttempt,
    reached: ReachedStep,
    content: Extract<Parameters<typeof issueCommand>[1]['content'], { kind: 'pause' | 'warn' }>,
  ): Promise<void> {
    const { commands, digest } = this.#options;
    await issueCommand(commands, {
      examId: ref.examId,
      commandId: derivedId(digest, ref.attemptId, nameOf(reached), content.kind),
      actor: policyActor,
      scope: { kind: 'candidates', candidateIds: [ref.candidateId] },
      content,
    });
  }

  async #callPerson(
    { ref, context }: HostedAttempt,
    state: AttemptState,
    reached: ReachedStep,
    text: string,
  ): Promise<void> {
    const { incidents, commands } = this.#options;
    const { attemptId, candidateId, examId } = ref;
    const { districtId, centreId } = placeOf(state, context);
    const { type, step } = reached;
    await incidents.report({
      subject: {
        key: `conduct:${attemptId}`,
        kind: 'conduct',
        examId,
        attemptId,
        candidateId,
        districtId,
        centreId,
      },
      attemptId,
      candidateId,
      reportId: `policy:${nameOf(reached)}`,
      detail: { type, times: step.after, paused: true },
      text,
      at: commands.clock.now(),
    });
  }
}

function bearsOnConduct(frame: Frame): boolean {
  switch (frame.kind) {
    case 'answered':
      return frame.body.entries.some(({ kind }) => kind === 'observed');
    case 'opened':
    case 'entered':
    case 'returned':
    case 'reopened':
      return true;
    case 'sealed':
    case 'late':
    case 'adjudicated':
      return false;
  }
}

function nameOf({ type, step }: ReachedStep): string {
  return `${type}:${step.after}`;
}

/** Stands in the exam's log and is read by staff. */
function reasonOf({ type, step }: ReachedStep): string {
  return `${policyReason}${type}, ${step.after} ${step.after === 1 ? 'time' : 'times'}`;
}
