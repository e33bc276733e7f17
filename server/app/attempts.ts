import type { AttemptState, OpenedState } from '../domain/attempt.ts';
import { unopened } from '../domain/attempt.ts';
import { type ExamCommand, originOf } from '../domain/command.ts';
import { decide } from '../domain/decide.ts';
import type { AttemptCommand, Decision, Proposal, Rejection } from '../domain/decision.ts';
import { evolve, evolveCommand, fold } from '../domain/evolve.ts';
import type { Frame, FrameDraft } from '../domain/frame.ts';
import type { PaperIndex } from '../domain/paperIndex.ts';
import { sweepDelayMs } from '../domain/timing.ts';
import { attemptContext } from './attemptContext.ts';
import type { ExamBook } from './examBook.ts';
import type { ExamFollower } from './examFollower.ts';
import { type AttemptListener, HostedAttempt } from './hostedAttempt.ts';
import { HostedAttempts } from './hostedAttempts.ts';
import type { AttemptLog, AttemptRef, Digest, Log, ReceiptSigner, WriteOutcome } from './ports.ts';
import { makeReceipt } from './receipts.ts';

/** What came of a command. `state` is what is committed; `news` the frames this command has written. */
export type Outcome =
  | { readonly type: 'done'; readonly state: OpenedState; readonly news: readonly Frame[] }
  | { readonly type: 'rejected'; readonly rejection: Rejection }
  | { readonly type: 'busy' | 'unavailable'; readonly retryAfterMs: number }
  | { readonly type: 'failed' };

/** Of a new attempt also where it is held: others may have needed its room in the memory by now. */
export type CreateOutcome =
  | (Extract<Outcome, { type: 'done' }> & { readonly hosted: HostedAttempt })
  | Exclude<Outcome, { type: 'done' }>
  | { readonly type: 'exists' };

export interface AttemptsOptions {
  readonly log: AttemptLog;
  readonly exams: ExamBook;
  readonly follower: ExamFollower;
  readonly receipts: ReceiptSigner;
  readonly issuer: string;
  readonly digest: Digest;
  readonly operator: Log;
  /** Attempts kept in memory although nobody shows them: those sat over plain HTTP, or just handed in. */
  readonly maxIdle: number;
}

/** Lost races before a command gives up: each means that another writer got through. */
const maxRounds = 12;

const retryAfterMs = 500;

/**
 * The only way to change an attempt: decide on the state in memory, write the frame behind the last one known, evolve once
 * it is committed. Whoever loses the place reads the tail and decides again.
 */
export class Attempts {
  readonly hosted: HostedAttempts;
  readonly #options: AttemptsOptions;
  readonly #listeners: AttemptListener[] = [];

  constructor(options: AttemptsOptions) {
    this.#options = options;
    this.hosted = new HostedAttempts(options.maxIdle, (hosted) => {
      for (const listener of this.#listeners) listener.onAttendance?.(hosted);
    });
    options.follower.onCommands((examId, commands) => this.#spread(examId, commands));
  }

  listen(listener: AttemptListener): void {
    this.#listeners.push(listener);
  }

  /** The attempt in memory, with its paper; its frames are read when it is first used. Let go of it with `hosted.release`. */
  async host(ref: AttemptRef): Promise<HostedAttempt> {
    const known = this.hosted.find(ref.attemptId);
    if (known !== undefined) return known;
    const paper = await this.#options.exams.paper(await this.#paperOf(ref));
    return this.hosted.keep(new HostedAttempt(ref, attemptContext(ref, paper)));
  }

  /** Carries out a command, after everything that was asked of this attempt before. */
  run(hosted: HostedAttempt, command: AttemptCommand): Promise<Outcome> {
    return hosted.queue.add(() => this.#run(hosted, command));
  }

  /** The state as last committed on the primary. */
  read(hosted: HostedAttempt): Promise<AttemptState> {
    return hosted.queue.add(async () => {
      await this.#refresh(hosted);
      return hosted.state;
    });
  }

  /** The state in memory, read first if there is none or it is in doubt. */
  current(hosted: HostedAttempt): Promise<AttemptState> {
    return hosted.queue.add(async () => {
      if (hosted.doubtful) await this.#refresh(hosted);
      return hosted.state;
    });
  }

  /**
   * Opens an attempt nobody has opened yet. `exists`: the candidate has one by now; ask for the seat again. The attempt is
   * frozen in the place where the candidate was before any command; from there the exam's log moves it.
   * @throws Unavailable when the exam log cannot be read.
   */
  async create(
    seated: AttemptRef,
    paper: PaperIndex,
    command: Extract<AttemptCommand, { type: 'open' }>,
  ): Promise<CreateOutcome> {
    const commands = await this.#options.follower.catchUp(seated.examId);
    const ref = { ...seated, ...originOf(commands, seated) };
    const hosted = new HostedAttempt(ref, attemptContext(ref, paper));
    hosted.state = fold(unopened, [], commands, hosted.context);
    hosted.doubtful = false;
    const decision = decide(hosted.state, command, hosted.context);
    if (decision.type === 'reject') return { type: 'rejected', rejection: decision.rejection };
    if (decision.type !== 'write' || decision.proposal.kind !== 'frame') return { type: 'failed' };
    const { draft } = decision.proposal;
    const outcome = await this.#options.log.open(ref, draft, firstSweepAt(draft, paper));
    switch (outcome.outcome) {
      case 'committed': {
        // Another page of this candidate may have found the attempt in the log first: then that one stays.
        this.hosted.keep(hosted);
        this.#advance(hosted, outcome.frame);
        // Those that came while the frame was on its way could not reach it in memory.
        const state = this.#hear(hosted, this.#options.follower.known(ref.examId));
        if (state.status === 'scheduled') return { type: 'failed' };
        return { type: 'done', state, news: [outcome.frame], hosted };
      }
      case 'refused':
        return { type: 'exists' };
      case 'busy':
      case 'unavailable':
        return { type: outcome.outcome, retryAfterMs: outcome.retryAfterMs };
      case 'invalid':
        return { type: 'failed' };
    }
  }

  async #run(hosted: HostedAttempt, command: AttemptCommand): Promise<Outcome> {
    const news: Frame[] = [];
    let fresh = false;
    for (let round = 0; round < maxRounds; round += 1) {
      if (hosted.doubtful) {
        await this.#refresh(hosted);
        fresh = true;
      }
      const decision = decide(hosted.state, command, hosted.context);
      if (!fresh && restsOnState(decision)) {
        await this.#refresh(hosted);
        fresh = true;
        continue;
      }
      if (decision.type === 'reject') return { type: 'rejected', rejection: decision.rejection };
      const { state } = hosted;
      if (state.status === 'scheduled') return { type: 'rejected', rejection: { code: 'not-found' } };
      if (decision.type === 'settled') return { type: 'done', state, news };

      const outcome = await this.#write(hosted, state, decision.proposal);
      switch (outcome.outcome) {
        case 'committed': {
          const next = this.#advance(hosted, outcome.frame);
          news.push(outcome.frame);
          if (decision.type === 'write') return { type: 'done', state: next, news };
          break;
        }
        case 'refused': {
          const moved = await this.#refresh(hosted);
          // Nobody else has written and the exam log stands still: the stamp was too old. The client sends again.
          if (!moved) return { type: 'busy', retryAfterMs };
          fresh = true;
          break;
        }
        case 'busy':
          return { type: 'busy', retryAfterMs: outcome.retryAfterMs };
        case 'unavailable':
          hosted.doubtful = true;
          return { type: 'unavailable', retryAfterMs: outcome.retryAfterMs };
        case 'invalid':
          this.#options.operator.error(
            { attemptId: hosted.ref.attemptId },
            'The database refused the data of a frame.',
          );
          return { type: 'failed' };
      }
    }
    return { type: 'busy', retryAfterMs };
  }

  #write(hosted: HostedAttempt, state: OpenedState, proposal: Proposal): Promise<WriteOutcome> {
    const { log } = this.#options;
    const tail = { seq: state.seq, head: state.head };
    if (proposal.kind === 'frame') return this.#writeFrame(hosted, state, proposal.draft);
    const { reason, epoch, through, examSeq, receivedAt } = proposal.seal;
    const submission = makeReceipt(state, hosted.context, { reason, sealedAt: receivedAt }, this.#signing());
    const { kid, receipt } = submission;
    return log.seal(
      hosted.ref,
      tail,
      { kind: 'sealed', body: { reason, epoch, through, kid, receipt }, examSeq, receivedAt, open: false },
      submission,
    );
  }

  /** Judging a late answer of a sealed attempt changes what its receipt has to state; every other frame stands for itself. */
  #writeFrame(hosted: HostedAttempt, state: OpenedState, draft: FrameDraft): Promise<WriteOutcome> {
    const { log } = this.#options;
    const tail = { seq: state.seq, head: state.head };
    if (draft.kind !== 'adjudicated' || state.status !== 'sealed') return log.append(hosted.ref, tail, draft);
    const judged = evolve(state, { ...draft, seq: state.seq + 1, hash: state.head }, hosted.context);
    const answers = judged.status === 'scheduled' ? state.answers : judged.answers;
    const seal = { reason: 'adjudicated', sealedAt: draft.receivedAt };
    const submission = makeReceipt({ ...state, answers }, hosted.context, seal, this.#signing());
    const { kid, receipt } = submission;
    return log.seal(hosted.ref, tail, { ...draft, body: { ...draft.body, kid, receipt } }, submission);
  }

  #signing() {
    const { receipts, issuer, digest } = this.#options;
    return { issuer, kid: receipts.kid, digest };
  }

  /** Takes a committed frame into the state in memory and tells the listeners. */
  #advance(hosted: HostedAttempt, frame: Frame): OpenedState {
    const next = evolve(hosted.state, frame, hosted.context);
    if (next.status === 'scheduled') throw new Error('A frame cannot lead back to an unopened attempt.');
    hosted.state = next;
    for (const listener of this.#listeners) listener.onFrame(hosted, frame, 'written');
    return next;
  }

  /** Reads what others have written and folds it in. Returns whether anything has moved. */
  async #refresh(hosted: HostedAttempt): Promise<boolean> {
    const before = hosted.state;
    const afterSeq = before.status === 'scheduled' ? 0 : before.seq;
    hosted.doubtful = true;
    const tail = await this.#readLogs(hosted, afterSeq);
    // Whoever is told of a frame that was found here takes it for committed.
    if (tail.frames.length > 0) await this.#options.log.confirm();
    // A frame decided without a command that is already folded in: only the whole history has the right order.
    const outOfOrder = tail.frames.some((frame) => frame.examSeq < before.examSeq);
    const { frames, commands } = outOfOrder ? await this.#readLogs(hosted, 0) : tail;
    hosted.state = fold(outOfOrder ? unopened : before, frames, commands, hosted.context);
    hosted.doubtful = false;
    const news = frames.filter((frame) => frame.seq > afterSeq);
    this.#announce(hosted, before, news, commands.slice(before.examSeq));
    return news.length > 0 || hosted.state.examSeq > before.examSeq;
  }

  /** Frames first, then the exam's log: so every command that a frame was decided under is there when it is folded in. */
  async #readLogs(hosted: HostedAttempt, afterSeq: number) {
    const frames = await this.#options.log.read(hosted.ref, afterSeq);
    const commands = await this.#options.follower.catchUp(hosted.ref.examId);
    return { frames, commands };
  }

  #announce(
    hosted: HostedAttempt,
    before: AttemptState,
    frames: readonly Frame[],
    commands: readonly ExamCommand[],
  ): void {
    if (before.status === 'scheduled') return;
    for (const listener of this.#listeners) {
      for (const frame of frames) listener.onFrame(hosted, frame, 'found');
      for (const command of commands) listener.onCommand(hosted, command, before);
    }
  }

  /**
   * New commands reach the attempts in memory in their turn, so that a frame on its way is folded in before them. One that
   * names others changes nothing: whoever is not named takes it in with the next that does, or with the next look at the log.
   */
  #spread(examId: string, commands: readonly ExamCommand[]): void {
    const named = namedBy(commands);
    for (const hosted of this.hosted.all) {
      if (hosted.ref.examId !== examId || named?.has(hosted.ref.candidateId) === false) continue;
      void hosted.queue.add(async () => this.#take(hosted, commands));
    }
  }

  /** Nobody waits for it: what fails here must not end the process, and the attempt is read again before its next use. */
  #take(hosted: HostedAttempt, commands: readonly ExamCommand[]): void {
    if (hosted.doubtful) return;
    try {
      this.#hear(hosted, commands);
    } catch (error) {
      hosted.doubtful = true;
      const { attemptId } = hosted.ref;
      this.#options.operator.error({ err: error, attemptId }, 'A command could not be taken in.');
    }
  }

  /** Folds in the commands that are new to this attempt and tells the listeners. */
  #hear(hosted: HostedAttempt, commands: readonly ExamCommand[]): AttemptState {
    for (const command of commands) {
      const before = hosted.state;
      if (command.seq <= before.examSeq) continue;
      hosted.state = evolveCommand(before, command, hosted.context);
      for (const listener of this.#listeners) listener.onCommand(hosted, command, before);
    }
    return hosted.state;
  }

  async #paperOf(ref: AttemptRef): Promise<string> {
    const [first] = await this.#options.log.read(ref, 0);
    if (first?.kind !== 'opened') throw new Error(`Attempt ${ref.attemptId} has no first frame.`);
    return first.body.paper;
  }
}

/**
 * Everything is decided on what the primary holds and not on what this node remembers, also that there is nothing to do.
 * Only new answers need not wait for that: the log takes them behind the frame they were decided on, or not at all. But
 * a section may have been given time that this node has not heard of.
 */
function restsOnState(decision: Decision): boolean {
  if (decision.type !== 'write' || decision.proposal.kind === 'seal') return true;
  const { draft } = decision.proposal;
  if (draft.kind !== 'answered') return true;
  return draft.body.refused.some(({ code }) => code === 'section-not-open');
}

/** Whom these commands name; `null` when they are not only for candidates by name. */
function namedBy(commands: readonly ExamCommand[]): ReadonlySet<string> | null {
  const named = new Set<string>();
  for (const { scope } of commands) {
    if (scope.kind !== 'candidates') return null;
    for (const candidateId of scope.candidateIds) named.add(candidateId);
  }
  return named;
}

function firstSweepAt(draft: FrameDraft, paper: PaperIndex): number {
  const deadlineAt = draft.kind === 'opened' ? draft.body.deadlineAt : draft.receivedAt;
  return deadlineAt + paper.content.rules.graceMs + sweepDelayMs;
}
