import { type AttemptContext, type AttemptState, type OpenedState, unopened } from '../domain/attempt.ts';
import type { CommandContent, ExamCommand, Scope } from '../domain/command.ts';
import type { ExamRules, PaperContent } from '../domain/content.ts';
import { decide } from '../domain/decide.ts';
import type { AttemptCommand, Proposal, Rejection } from '../domain/decision.ts';
import type { Entry } from '../domain/entry.ts';
import { evolve, evolveCommand } from '../domain/evolve.ts';
import type { Frame, FrameDraft } from '../domain/frame.ts';
import { indexPaper } from '../domain/paperIndex.ts';
import { examRules, paper } from './paperBuilders.ts';

/** Noon of some day; the exams of these tests open then. */
export const noon = 1_800_000_000_000;
export const second = 1_000;
export const minute = 60_000;

/** What became of a command: the frames it wrote, or why it was turned down. */
export interface PureOutcome {
  readonly news: readonly Frame[];
  readonly rejection?: Rejection;
}

export function contextFor(rules: Partial<ExamRules> = {}, content?: PaperContent): AttemptContext {
  const published = content ?? paper();
  return {
    attemptId: 'attempt-1',
    examId: 'exam-1',
    candidateId: 'candidate-1',
    districtId: 490,
    centreId: 'centre-1',
    rules: examRules({ ...published.rules, ...rules }),
    paper: indexPaper('paper-1', { ...published, rules: examRules({ ...published.rules, ...rules }) }),
  };
}

/** One attempt by the rules alone: what is decided is written at once, and commands of the exam arrive when issued. */
export class PureAttempt {
  readonly context: AttemptContext;
  readonly frames: Frame[] = [];
  readonly commands: ExamCommand[] = [];
  state: AttemptState = unopened;

  constructor(context: AttemptContext = contextFor()) {
    this.context = context;
  }

  /** The state of an attempt that has been opened. */
  get attempt(): OpenedState {
    if (this.state.status === 'scheduled') throw new Error('This attempt has not been opened.');
    return this.state;
  }

  run(command: AttemptCommand): PureOutcome {
    const news: Frame[] = [];
    for (;;) {
      const decision = decide(this.state, command, this.context);
      if (decision.type === 'reject') return { news, rejection: decision.rejection };
      if (decision.type === 'settled') return { news };
      news.push(this.write(decision.proposal));
      if (decision.type === 'write') return { news };
    }
  }

  write(proposal: Proposal): Frame {
    const frame = envelope(proposal, this.frames.length + 1);
    this.state = evolve(this.state, frame, this.context);
    this.frames.push(frame);
    return frame;
  }

  issue(content: CommandContent, issuedAt: number, scope: Scope = { kind: 'all' }): void {
    const seq = this.commands.length + 1;
    const command: ExamCommand = { ...content, seq, commandId: `command-${seq}`, scope, issuedAt };
    this.commands.push(command);
    this.state = evolveCommand(this.state, command, this.context);
  }

  open(now = noon, more: Partial<{ deviceId: string; sessionId: string; extraPerHourMs: number }> = {}) {
    const page = { deviceId: 'page-1', sessionId: 'sign-in-1', extraPerHourMs: 0, ...more };
    return this.run({ type: 'open', seed: 'ab12', now, ...page });
  }

  enter(deviceId: string, now: number, sessionId = 'sign-in-1') {
    return this.run({ type: 'enter', deviceId, sessionId, now });
  }

  append(
    from: number,
    entries: readonly Entry[],
    receivedAt: number,
    epoch = 1,
    sessionId = this.signIn(epoch),
  ) {
    return this.run({ type: 'append', epoch, from, entries, sessionId, receivedAt });
  }

  seal(through: number, receivedAt: number, epoch = 1, sessionId = this.signIn(epoch)) {
    return this.run({ type: 'seal', epoch, through, sessionId, receivedAt });
  }

  /** The sign-in that an epoch belongs to. */
  signIn(epoch: number): string {
    const pens = this.state.status === 'scheduled' ? [] : this.state.pens;
    return pens.find((pen) => pen.epoch === epoch)?.sessionId ?? 'sign-in-1';
  }

  sweep(now: number) {
    return this.run({ type: 'sweep', now });
  }

  look(now: number) {
    return this.run({ type: 'look', now });
  }
}

export const answer = (questionId: string, value: unknown, at = noon): Entry => ({
  kind: 'answer',
  questionId,
  value,
  marked: false,
  at,
});

function envelope(proposal: Proposal, seq: number): Frame {
  const hash = `hash-${seq}`;
  if (proposal.kind === 'frame') return { ...proposal.draft, seq, hash };
  const { reason, epoch, through, examSeq, receivedAt } = proposal.seal;
  const body = { reason, epoch, through, kid: 'key-1', receipt: `receipt-${seq}` };
  const draft: FrameDraft = { kind: 'sealed', body, examSeq, receivedAt, open: false };
  return { ...draft, seq, hash };
}
