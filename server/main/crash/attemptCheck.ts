import { makeReceipt } from '../../app/receipts.ts';
import { type AttemptContext, type AttemptState, unopened } from '../../domain/attempt.ts';
import type { ExamCommand } from '../../domain/command.ts';
import { decide } from '../../domain/decide.ts';
import { evolve, evolveCommand } from '../../domain/evolve.ts';
import type { Frame } from '../../domain/frame.ts';
import type { PaperIndex } from '../../domain/paperIndex.ts';
import { frameHash, genesis } from '../../ledger/chain.ts';
import { receiptPayload } from '../../protocol/http.ts';
import { sha256 } from '../core.ts';
import type { LoggedAttempt, LoggedFrame } from './ledgerRows.ts';
import type { Note } from './violation.ts';

/**
 * Checks one attempt from nothing but its rows: numbers, chain, what follows what, seals with their submissions, and that
 * every frame is what the rules decide on the history before it.
 */
export function checkAttempt(
  attempt: LoggedAttempt,
  paper: PaperIndex | undefined,
  commands: readonly ExamCommand[],
  note: Note,
): void {
  checkChain(attempt, note);
  checkOrder(attempt.frames, note);
  checkSubmissions(attempt, note);
  if (paper === undefined) note('chain-broken', 'the log does not begin with the opening of a known paper');
  else checkHistory(attempt, paper, commands, note);
}

function checkChain({ attemptId, examId, candidateId, frames }: LoggedAttempt, note: Note): void {
  let prev = genesis(attemptId, examId, candidateId);
  let examSeq = 0;
  frames.forEach(({ frame, body }, index) => {
    const { seq, kind, receivedAt } = frame;
    if (seq !== index + 1) note('chain-broken', `frame ${seq} stands where ${index + 1} belongs`);
    const expected = frameHash(prev, { seq, kind, examSeq: frame.examSeq, receivedAt, body });
    if (frame.hash !== expected) note('chain-broken', `frame ${seq} does not follow from the one before it`);
    if (frame.examSeq < examSeq)
      note('chain-broken', `frame ${seq} knows less of the exam than the one before`);
    prev = frame.hash;
    examSeq = frame.examSeq;
  });
}

/** What may stand behind what, and what each frame says of it. */
function checkOrder(frames: readonly LoggedFrame[], note: Note): void {
  let open = false;
  for (const { frame } of frames) {
    const { seq, kind } = frame;
    const begins = kind === 'opened' || kind === 'reopened';
    if (begins && open) note('chain-broken', `frame ${seq} opens what is open`);
    if (kind === 'sealed' && !open) note('sealed-twice', `frame ${seq} seals what is sealed`);
    if ((kind === 'answered' || kind === 'entered') && !open) {
      note('chain-broken', `frame ${seq} is "${kind}" behind a seal`);
    }
    open = begins || (open && kind !== 'sealed');
    if (frame.open !== open) note('chain-broken', `frame ${seq} says open: ${frame.open}`);
  }
}

/** A frame with a receipt, its submission and its scoring job come together or not at all. */
function checkSubmissions({ frames, submissions }: LoggedAttempt, note: Note): void {
  const sealings = frames.flatMap(({ frame }) => receiptIn(frame) ?? []);
  const left = new Map(submissions.map((submission) => [submission.seal_seq, submission]));
  if (left.size !== submissions.length) note('sealed-twice', 'a seal has two submissions');
  for (const { seq, receipt, kid } of sealings) {
    const submission = left.get(seq);
    left.delete(seq);
    if (submission === undefined) note('lost', `the seal at ${seq} has no submission`);
    else if (submission.receipt !== receipt || submission.kid !== kid) {
      note('wrong-value', `the submission of ${seq} has another receipt than its frame`);
    } else if (submission.jobs !== 1) {
      note('lost', `the submission of ${seq} has ${submission.jobs} scoring jobs`);
    }
  }
  for (const seq of left.keys()) note('sealed-twice', `the submission of ${seq} has no frame`);
}

function receiptIn({ kind, body, seq }: Frame): { seq: number; receipt: string; kid: string } | null {
  if (kind !== 'sealed' && kind !== 'adjudicated') return null;
  const { receipt, kid } = body;
  return receipt === undefined || kid === undefined ? null : { seq, receipt, kid };
}

/** Folds the history and decides each frame again on what stood before it. */
function checkHistory(
  attempt: LoggedAttempt,
  paper: PaperIndex,
  commands: readonly ExamCommand[],
  note: Note,
): void {
  const { attemptId, examId, candidateId, districtId, centreId } = attempt;
  const rules = paper.content.rules;
  const context = { attemptId, examId, candidateId, districtId, centreId, rules, paper };
  let state: AttemptState = unopened;
  let known = 0;
  try {
    for (const logged of attempt.frames) {
      const { frame } = logged;
      if (frame.examSeq > commands.length)
        note('chain-broken', `frame ${frame.seq} knows commands of no log`);
      while (known < Math.min(frame.examSeq, commands.length))
        state = next(state, commands[known++], context);
      checkKnowledge(frame, commands, note);
      checkDecision(state, logged, context, note);
      const before = state;
      state = evolve(state, frame, context);
      checkReceipt(before, state, frame, context, note);
    }
    while (known < commands.length) state = next(state, commands[known++], context);
  } catch (error) {
    note('chain-broken', error instanceof Error ? error.message : String(error));
  }
  const isSealed = state.status === 'sealed';
  if (isSealed !== (attempt.status === 'sealed' || attempt.status === 'reopening')) {
    note('wrong-value', `the attempt is kept as ${attempt.status}, its log says ${state.status}`);
  }
}

function next(state: AttemptState, command: ExamCommand | undefined, context: AttemptContext): AttemptState {
  return command === undefined ? state : evolveCommand(state, command, context);
}

/** Command and arrival are stamped by different nodes, and a command is committed some time after it was stamped. */
const hearingMs = 10_000;

/** Whatever turns a candidate down, or closes or opens an attempt, was decided with knowledge of what had been issued. */
function checkKnowledge(frame: Frame, commands: readonly ExamCommand[], note: Note): void {
  if (frame.kind === 'opened' || frame.kind === 'answered') return;
  const unheard = commands.find(
    ({ seq, issuedAt }) => seq > frame.examSeq && issuedAt + hearingMs < frame.receivedAt,
  );
  if (unheard !== undefined) {
    note('wrong-value', `frame ${frame.seq} is "${frame.kind}" without knowledge of command ${unheard.seq}`);
  }
}

/** Entries were judged on the state that the log shows, whichever node it was and whatever it remembered. */
function checkDecision(
  state: AttemptState,
  { frame, body }: LoggedFrame,
  context: AttemptContext,
  note: Note,
): void {
  if (frame.kind === 'sealed') return checkSealTime(state, frame, context, note);
  if (frame.kind !== 'answered' && frame.kind !== 'late') return;
  const { epoch, from, entries } = frame.body;
  const pens = state.status === 'scheduled' ? [] : state.pens;
  const sessionId = pens.find((pen) => pen.epoch === epoch)?.sessionId ?? '';
  const command = { type: 'append', epoch, from, entries, sessionId, receivedAt: frame.receivedAt } as const;
  const decision = decide(state, command, context);
  const draft =
    decision.type === 'write' && decision.proposal.kind === 'frame' ? decision.proposal.draft : null;
  if (draft === null || draft.kind !== frame.kind || JSON.stringify(draft.body) !== body) {
    const expected =
      draft === null ? JSON.stringify(decision) : `${draft.kind} ${JSON.stringify(draft.body)}`;
    note('wrong-value', `frame ${frame.seq} is ${frame.kind} ${body}, and the rules decide ${expected}`);
  }
}

/** The server seals by itself only when the time is over. */
function checkSealTime(state: AttemptState, frame: Frame, { rules }: AttemptContext, note: Note): void {
  if (frame.kind !== 'sealed' || state.status === 'scheduled' || state.status === 'sealed') return;
  if (frame.body.reason === 'submitted') return;
  const orderedAt = state.ordered?.at ?? Number.POSITIVE_INFINITY;
  const end = frame.body.reason === 'expired' ? state.schedule.deadlineAt : orderedAt;
  if (frame.receivedAt <= end + rules.graceMs) {
    note('wrong-value', `frame ${frame.seq} seals as ${frame.body.reason} before the time is over`);
  }
}

/** The receipt says what the log, folded anew, says. */
function checkReceipt(
  before: AttemptState,
  after: AttemptState,
  frame: Frame,
  context: AttemptContext,
  note: Note,
): void {
  const found = receiptIn(frame);
  if (found === null || before.status === 'scheduled' || after.status === 'scheduled') return;
  const stated = receiptPayload.safeParse(JSON.parse(found.receipt));
  if (!stated.success) return note('wrong-value', `the receipt of ${frame.seq} cannot be read`);
  const { iss: issuer, reason, sealedAt } = stated.data;
  const covered = { ...before, answers: after.answers };
  const expected = makeReceipt(
    covered,
    context,
    { reason, sealedAt },
    { issuer, kid: found.kid, digest: sha256 },
  );
  if (expected.receipt !== found.receipt || sealedAt !== frame.receivedAt) {
    note(
      'wrong-value',
      `the receipt of ${frame.seq} is ${found.receipt}, and the log says ${expected.receipt}`,
    );
  }
}
