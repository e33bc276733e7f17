import { validateAnswer } from './answers.ts';
import { applyEntry, copySheet, givenQuestion, refusalOf } from './applyEntry.ts';
import {
  type AttemptContext,
  type AttemptState,
  type LateEntries,
  type Open,
  type OpenedState,
  type Paused,
  type Pen,
  penOf,
  type Scheduled,
  type Sealed,
} from './attempt.ts';
import { leastAwayMs, usableTime } from './conduct.ts';
import type {
  AppendCommand,
  AttemptCommand,
  Decision,
  EnterCommand,
  JudgeCommand,
  OpenCommand,
  Proposal,
  Rejection,
  ReturnCommand,
  SealCommand,
} from './decision.ts';
import type { Entry } from './entry.ts';
import type { FrameDraft, LateReason, RefusedEntry, SealReason } from './frame.ts';
import { entryTime, scheduleAt, sweepDelayMs } from './timing.ts';

const settled: Decision = { type: 'settled' };

/** The one place where it is decided what may happen to an attempt. Pure. */
export function decide(state: AttemptState, command: AttemptCommand, context: AttemptContext): Decision {
  switch (command.type) {
    case 'open':
      return state.status === 'scheduled'
        ? decideOpen(state, command, context)
        : decideEnter(state, { ...command, type: 'enter' }, context);
    case 'enter':
      return opened(state, (attempt) => decideEnter(attempt, command, context));
    case 'append':
      return opened(state, (attempt) => decideAppend(attempt, command, context));
    case 'seal':
      return opened(state, (attempt) => decideSeal(attempt, command, context));
    case 'sweep':
      return opened(state, (attempt) => decideSweep(attempt, command.now, context));
    case 'look':
      return opened(state, (attempt) => decideLook(attempt, command.now, context));
    case 'judge':
      return opened(state, (attempt) => decideJudge(attempt, command, context));
    case 'return':
      return opened(state, (attempt) => decideReturn(attempt, command, context));
  }
}

function opened(state: AttemptState, then: (attempt: OpenedState) => Decision): Decision {
  return state.status === 'scheduled' ? reject({ code: 'not-found' }) : then(state);
}

function decideOpen(state: Scheduled, command: OpenCommand, context: AttemptContext): Decision {
  const { rules, paper } = context;
  const { deviceId, sessionId, seed, extraPerHourMs, now } = command;
  const time = entryTime(rules, now);
  if (time === 'early') return reject({ code: 'not-open-yet' });
  if (time === 'too-late' || state.ordered !== null) return reject({ code: 'entry-closed' });
  const schedule = scheduleAt(rules, paper.content.sections, now, extraPerHourMs, state.grantedMs);
  return write({
    kind: 'opened',
    body: { deviceId, sessionId, seed, paper: paper.hash, extraPerHourMs, ...schedule },
    examSeq: state.examSeq,
    receivedAt: now,
    open: true,
  });
}

/** A page takes the pen. The same page asking again (its reply was lost) already holds it. */
function decideEnter(state: OpenedState, command: EnterCommand, context: AttemptContext): Decision {
  if (state.status === 'sealed') return settled;
  const { deviceId, sessionId, now } = command;
  const pen = penOf(state);
  const holds = pen.deviceId === deviceId && pen.sessionId === sessionId;
  const over = holds ? dueAt(state, now, context) : overAt(state, now, context);
  if (over !== null) return sealFirst(state, over, now);
  if (holds) return settled;
  const mayTake = context.rules.takeover === 'free' || state.released || pen.sessionId === sessionId;
  if (!mayTake) return reject({ code: 'takeover-needs-release' });
  if (isFull(state, context, framesForPages)) return reject({ code: 'frame-limit' });
  return write({
    kind: 'entered',
    body: { epoch: pen.epoch + 1, deviceId, sessionId },
    examSeq: state.examSeq,
    receivedAt: now,
    open: true,
  });
}

function decideAppend(state: OpenedState, command: AppendCommand, context: AttemptContext): Decision {
  const pen = state.pens.find((candidate) => candidate.epoch === command.epoch);
  if (pen === undefined) return reject({ code: 'unknown-epoch' });
  if (!mayWrite(state, pen, command.sessionId, context)) return reject({ code: 'superseded' });
  const { receivedAt } = command;
  if (state.status !== 'sealed') {
    const due = dueAt(state, receivedAt, context);
    if (due !== null) return sealFirst(state, due, receivedAt);
  }
  if (command.from > pen.through + 1) return reject({ code: 'gap', through: pen.through });
  const known = pen.through + 1 - command.from;
  const entries = command.entries.slice(known);
  if (entries.length === 0) return settled;
  const news = { ...command, from: command.from + known, entries };
  const why = lateReason(state, pen, receivedAt, context);
  return why === null ? decideAnswers(state, news, context) : decideLate(state, news, why, context);
}

/**
 * Under `proctor-release` the pen belongs to a sign-in, and whoever else knows the epoch may not write with it. What an
 * older page still holds goes to a person anyway.
 */
export function mayWrite(
  state: OpenedState,
  pen: Pen,
  sessionId: string,
  { rules }: AttemptContext,
): boolean {
  return rules.takeover === 'free' || pen !== penOf(state) || pen.sessionId === sessionId;
}

/** Why entries of this pen do not count when they arrive at `t`; `null` when they do. */
function lateReason(state: OpenedState, pen: Pen, t: number, context: AttemptContext): LateReason | null {
  const { graceMs } = context.rules;
  if (pen !== penOf(state)) return 'older-epoch';
  if (state.status === 'paused' && t > state.pause.at + graceMs) return 'paused';
  if (t > state.schedule.deadlineAt + graceMs) return 'past-deadline';
  return state.status === 'sealed' || overAt(state, t, context) !== null ? 'sealed' : null;
}

function decideAnswers(state: OpenedState, command: AppendCommand, context: AttemptContext): Decision {
  if (isFull(state, context)) return reject({ code: 'frame-limit' });
  const { epoch, from, entries, receivedAt } = command;
  const sheet = copySheet(state);
  const refused: RefusedEntry[] = [];
  entries.forEach((entry, index) => {
    const code = refusalOf(sheet, entry, receivedAt, context);
    if (code === null) applyEntry(sheet, entry, receivedAt, context);
    else refused.push({ n: from + index, code });
  });
  return write({
    kind: 'answered',
    body: { epoch, from, entries: brief(entries, from, refused), refused },
    examSeq: state.examSeq,
    receivedAt,
    open: true,
  });
}

/** Longest refused answer that is kept as it was sent, in characters of JSON. */
const maxRefusedLength = 500;

/** No question takes a number, so an answer cut to it is refused again whenever the log is judged anew. */
const cut = 0;

/** What was refused has no effect; a long one is cut, so that nobody fills the log with it. */
function brief(entries: readonly Entry[], from: number, refused: readonly RefusedEntry[]): readonly Entry[] {
  if (refused.length === 0) return entries;
  const codes = new Map(refused.map(({ n, code }) => [n, code]));
  return entries.map((entry, index) => {
    const code = codes.get(from + index);
    if (entry.kind !== 'answer' || code === undefined || code === 'unknown-option') return entry;
    return JSON.stringify(entry.value).length > maxRefusedLength ? { ...entry, value: cut } : entry;
  });
}

function decideLate(
  state: OpenedState,
  command: AppendCommand,
  why: LateReason,
  { rules }: AttemptContext,
): Decision {
  const { epoch, from, entries, receivedAt } = command;
  if (state.lateCount + entries.length > rules.maxLateEntries) return reject({ code: 'late-limit' });
  return write({
    kind: 'late',
    body: { epoch, from, entries, why },
    examSeq: state.examSeq,
    receivedAt,
    open: state.status !== 'sealed',
  });
}

/**
 * A hand-in never fails for its time: after the end the attempt is sealed for it, with a receipt all the same. It waits
 * only for entries of this page that have not arrived.
 */
function decideSeal(state: OpenedState, command: SealCommand, context: AttemptContext): Decision {
  const { epoch, through, receivedAt } = command;
  const pen = state.pens.find((candidate) => candidate.epoch === epoch);
  if (pen === undefined) return reject({ code: 'unknown-epoch' });
  if (!mayWrite(state, pen, command.sessionId, context)) return reject({ code: 'superseded' });
  const missing = missingEntries(state, pen, through, context);
  if (state.status === 'sealed') return missing ?? settled;
  const due = dueAt(state, receivedAt, context);
  if (due !== null) return sealFirst(state, due, receivedAt);
  const over = overAt(state, receivedAt, context);
  if (over !== null) return missing ?? sealFirst(state, over, receivedAt);
  if (pen !== penOf(state)) return reject({ code: 'superseded' });
  return missing ?? { type: 'write', proposal: sealProposal(state, 'submitted', receivedAt) };
}

/**
 * What the page has given out and the server lacks, as far as the attempt could still take it: a hand-in never waits for
 * the impossible.
 */
function missingEntries(
  state: OpenedState,
  pen: Pen,
  through: number,
  context: AttemptContext,
): Decision | null {
  const count = through - pen.through;
  if (count <= 0) return null;
  const { maxLateEntries } = context.rules;
  const hasRoom =
    state.status === 'sealed' ? state.lateCount + count <= maxLateEntries : !isFull(state, context);
  return hasRoom ? reject({ code: 'missing-entries', from: pen.through + 1, to: through }) : null;
}

/**
 * The server's own seal: at deadline + grace, after the time in which entries that came in time may still be
 * queued. Paused attempts wait until the exam's window closes; an order is carried out after the grace.
 */
function decideSweep(state: OpenedState, now: number, context: AttemptContext): Decision {
  if (state.status === 'sealed') {
    return state.reopening === null ? settled : reopen(state, state.reopening, now);
  }
  return sealIfDue(state, now, context);
}

function decideLook(state: OpenedState, now: number, context: AttemptContext): Decision {
  return state.status === 'sealed' ? settled : sealIfDue(state, now, context);
}

function sealIfDue(state: Open | Paused, now: number, context: AttemptContext): Decision {
  const due = dueAt(state, now, context);
  return due === null ? settled : { type: 'write', proposal: sealProposal(state, due, now) };
}

/** Gives time from now on, and never less than the candidate still had. */
function reopen(state: Sealed, order: NonNullable<Sealed['reopening']>, now: number): Decision {
  const deadlineAt = Math.max(state.schedule.deadlineAt, Math.max(order.at, now) + order.ms);
  return write({
    kind: 'reopened',
    body: { commandId: order.commandId, deadlineAt },
    examSeq: state.examSeq,
    receivedAt: now,
    open: true,
  });
}

function decideJudge(state: OpenedState, command: JudgeCommand, context: AttemptContext): Decision {
  const { lateSeq, admitted, actor, reason, now } = command;
  const batch = state.late.find((entries) => entries.seq === lateSeq);
  if (batch === undefined) return reject({ code: 'not-found' });
  const held = batch.entries.map((_, index) => batch.from + index);
  const numbers = admitted.filter((n) => !held.includes(n));
  if (numbers.length > 0) return reject({ code: 'no-such-entry', numbers });
  const counting = held.filter((n) => admitted.includes(n));
  const body = {
    lateSeq,
    admitted: counting.filter((n) => mayCount(state, batch, n, context)),
    actor,
    reason,
  };
  if (batch.verdict !== null) {
    return sameNumbers(batch.verdict.admitted, body.admitted) ? settled : reject({ code: 'already-judged' });
  }
  return write({
    kind: 'adjudicated',
    body,
    examSeq: state.examSeq,
    receivedAt: now,
    open: state.status !== 'sealed',
  });
}

/** An absence is recorded once, and only while the exam could have gone on. */
function decideReturn(state: OpenedState, command: ReturnCommand, context: AttemptContext): Decision {
  const { by, now } = command;
  if (state.status === 'sealed' || overAt(state, now, context) !== null) return settled;
  const from = Math.max(command.from, state.openedAt, state.conduct.returnedAt);
  if (now - from < leastAwayMs || isFull(state, context)) return settled;
  const { deadlineAt } = state.schedule;
  const pausedAt = state.status === 'paused' ? state.pause.at : null;
  const lostMs = usableTime({ from, to: now }, deadlineAt, pausedAt, state.conduct);
  return write({
    kind: 'returned',
    body: { from, to: now, lostMs, by },
    examSeq: state.examSeq,
    receivedAt: now,
    open: true,
  });
}

/** Both in rising order. */
function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, index) => n === b[index]);
}

/** Whether entry `n` is an answer to a question that this candidate was given. */
function mayCount(state: OpenedState, batch: LateEntries, n: number, context: AttemptContext): boolean {
  const entry = batch.entries[n - batch.from];
  if (entry?.kind !== 'answer') return false;
  const question = givenQuestion(state.drawn, entry.questionId, context);
  return question !== undefined && validateAnswer(question.question, entry.value).ok;
}

/** When the server may seal by itself, epoch ms: another node may hold entries until then that have arrived in time. */
export function sweepDueAt(state: Open | Paused, { rules }: AttemptContext): number {
  if (state.ordered !== null) return state.ordered.at + rules.graceMs + sweepDelayMs;
  const end =
    state.status === 'paused'
      ? Math.max(rules.closesAt, state.schedule.deadlineAt)
      : state.schedule.deadlineAt;
  return end + rules.graceMs + sweepDelayMs;
}

/** Whether the server may seal by itself at `t`, and how the attempt then ends. */
function dueAt(state: Open | Paused, t: number, context: AttemptContext): SealReason | null {
  return t < sweepDueAt(state, context) ? null : (state.ordered?.reason ?? 'expired');
}

/** Whether the attempt's time was over when something arrived at `t`, and how it then ends. */
function overAt(state: Open | Paused, t: number, { rules }: AttemptContext): SealReason | null {
  if (state.ordered !== null && t > state.ordered.at + rules.graceMs) return state.ordered.reason;
  if (state.status === 'paused') return null;
  return t > state.schedule.deadlineAt + rules.graceMs ? 'expired' : null;
}

/** Frames beyond the limit that are left for pages to take the pen: whoever comes back can still hand in. */
const framesForPages = 100;

/** The limit of frames does not hold for seals: handing in is always possible. */
function isFull(state: OpenedState, { rules }: AttemptContext, spare = 0): boolean {
  return state.seq >= rules.maxFrames + spare;
}

function sealProposal(state: Open | Paused, reason: SealReason, receivedAt: number): Proposal {
  const { epoch, through } = penOf(state);
  return { kind: 'seal', seal: { reason, epoch, through, examSeq: state.examSeq, receivedAt } };
}

function sealFirst(state: Open | Paused, reason: SealReason, receivedAt: number): Decision {
  return { type: 'first', proposal: sealProposal(state, reason, receivedAt) };
}

function write(draft: FrameDraft): Decision {
  return { type: 'write', proposal: { kind: 'frame', draft } };
}

function reject(rejection: Rejection): Decision {
  return { type: 'reject', rejection };
}
