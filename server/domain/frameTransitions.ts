import { applyEntry, copySheet } from './applyEntry.ts';
import {
  type AttemptContext,
  type AttemptState,
  type LateEntries,
  type Open,
  type OpenedState,
  type Paused,
  type Pen,
  type Progress,
  penOf,
  progressOf,
  type Scheduled,
  type Sealed,
  type Status,
} from './attempt.ts';
import { blankRecord, noticed, resumedAfter } from './conduct.ts';
import type { Entry } from './entry.ts';
import type { Frame, RefusedEntry } from './frame.ts';
import { drawnQuestions } from './paperOrder.ts';
import { shiftFrom } from './timing.ts';

/** A frame that the state it meets makes impossible: the log was not written by these rules. */
export class ImpossibleHistory extends Error {
  constructor(status: Status, kind: string, seq: number) {
    super(`Log position ${seq}: "${kind}" cannot follow in status "${status}".`);
    this.name = 'ImpossibleHistory';
  }
}

type FrameOf<K extends Frame['kind']> = Extract<Frame, { kind: K }>;

type OnFrame<S extends Status, K extends Frame['kind']> =
  | 'impossible'
  | ((
      state: Extract<AttemptState, { status: S }>,
      frame: FrameOf<K>,
      context: AttemptContext,
    ) => AttemptState);

/** Total: every status meets every frame, or the compiler objects. */
type FrameTable = { readonly [S in Status]: { readonly [K in Frame['kind']]: OnFrame<S, K> } };

export const frameTransitions: FrameTable = {
  scheduled: {
    opened,
    entered: 'impossible',
    answered: 'impossible',
    sealed: 'impossible',
    late: 'impossible',
    adjudicated: 'impossible',
    reopened: 'impossible',
    returned: 'impossible',
  },
  open: {
    opened: 'impossible',
    entered,
    answered,
    sealed,
    late,
    adjudicated,
    reopened: 'impossible',
    returned,
  },
  paused: {
    opened: 'impossible',
    entered,
    answered,
    sealed,
    late,
    adjudicated,
    reopened: 'impossible',
    returned,
  },
  sealed: {
    opened: 'impossible',
    entered: 'impossible',
    answered: 'impossible',
    sealed: 'impossible',
    late,
    adjudicated,
    reopened,
    returned: 'impossible',
  },
};

function opened(state: Scheduled, frame: FrameOf<'opened'>, context: AttemptContext): Open | Paused {
  const { deviceId, sessionId, seed, deadlineAt, sections } = frame.body;
  const progress: Progress = {
    seq: frame.seq,
    head: frame.hash,
    examSeq: Math.max(state.examSeq, frame.examSeq),
    movedTo: state.movedTo,
    shown: state.shown,
    openedAt: frame.receivedAt,
    seed,
    drawn: drawnQuestions(context.paper.content, seed),
    schedule: { deadlineAt, sections },
    deadlineVersion: 1,
    pens: [{ epoch: 1, deviceId, sessionId, through: 0, refused: [] }],
    answers: new Map(),
    current: null,
    late: [],
    lateCount: 0,
    confirmed: [],
    confirmedEarly: [],
    released: false,
    conduct: blankRecord,
    heardAt: frame.receivedAt,
  };
  const { ordered, paused } = state;
  return paused === null
    ? { ...progress, status: 'open', ordered }
    : { ...progress, status: 'paused', pause: { ...paused, at: frame.receivedAt }, ordered };
}

function entered(state: Open | Paused, frame: FrameOf<'entered'>, context: AttemptContext): AttemptState {
  const { epoch, deviceId, sessionId } = frame.body;
  const types = penOf(state).sessionId === sessionId ? [] : ['second-device'];
  return {
    ...at(state, frame),
    conduct: noticed(state.conduct, types, context.rules.conduct),
    pens: [...state.pens, { epoch, deviceId, sessionId, through: 0, refused: [] }],
    released: false,
  };
}

function answered(state: Open | Paused, frame: FrameOf<'answered'>, context: AttemptContext): AttemptState {
  const { from, entries, refused } = frame.body;
  const sheet = copySheet(state);
  const skipped = new Set(refused.map((refusal) => refusal.n));
  entries.forEach((entry, index) => {
    if (!skipped.has(from + index)) applyEntry(sheet, entry, frame.receivedAt, context);
  });
  return {
    ...at(state, frame),
    ...sheet,
    ...confirmations(state, entries),
    conduct: noticed(state.conduct, observedIn(entries), context.rules.conduct),
    heardAt: Math.max(state.heardAt, frame.receivedAt),
    pens: consumed(state.pens, frame.body.epoch, from + entries.length - 1, refused),
  };
}

function observedIn(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap((entry) => (entry.kind === 'observed' ? [entry.type] : []));
}

function returned(state: Open | Paused, frame: FrameOf<'returned'>, context: AttemptContext): AttemptState {
  const { to, lostMs } = frame.body;
  const record = noticed(state.conduct, ['disconnected'], context.rules.conduct);
  return { ...at(state, frame), conduct: { ...record, returnedAt: to, lostMs: record.lostMs + lostMs } };
}

function sealed(state: Open | Paused, frame: FrameOf<'sealed'>): Sealed {
  const { reason, kid, receipt } = frame.body;
  const { seq, receivedAt } = frame;
  return {
    ...progressOf(at(state, frame)),
    status: 'sealed',
    seal: { seq, reason, at: receivedAt, kid, receipt },
    reopening: null,
  };
}

function late(state: OpenedState, frame: FrameOf<'late'>): AttemptState {
  const { epoch, from, entries } = frame.body;
  return {
    ...at(state, frame),
    ...confirmations(state, entries),
    heardAt: Math.max(state.heardAt, frame.receivedAt),
    late: [...state.late, { ...frame.body, seq: frame.seq, verdict: null }],
    lateCount: state.lateCount + entries.length,
    pens: consumed(state.pens, epoch, from + entries.length - 1),
  };
}

/** That a page has shown a command is so whenever it is told: in a pause, and after the end. */
function confirmations(
  state: OpenedState,
  entries: readonly Entry[],
): Pick<Progress, 'confirmed' | 'confirmedEarly'> {
  const { shown, confirmed, confirmedEarly } = state;
  const ids = entries.flatMap((entry) => (entry.kind === 'confirmed' ? [entry.commandId] : []));
  if (ids.length === 0) return { confirmed, confirmedEarly };
  const seqs = new Set(confirmed);
  const early = new Set(confirmedEarly);
  for (const id of ids) {
    const command = shown.find(({ commandId }) => commandId === id);
    if (command !== undefined) seqs.add(command.seq);
    else if (early.size < maxConfirmedEarly) early.add(id);
  }
  return { confirmed: [...seqs], confirmedEarly: [...early] };
}

/** Confirmations of what is not known that are kept: nobody fills the memory with invented ids. */
const maxConfirmedEarly = 20;

function adjudicated(
  state: OpenedState,
  frame: FrameOf<'adjudicated'>,
  context: AttemptContext,
): AttemptState {
  const { lateSeq, admitted, kid, receipt } = frame.body;
  const batch = state.late.find((entries) => entries.seq === lateSeq);
  if (batch === undefined || batch.verdict !== null)
    throw new ImpossibleHistory(state.status, frame.kind, frame.seq);
  const verdict = { seq: frame.seq, admitted };
  const judged = {
    ...at(state, frame),
    late: state.late.map((entries) => (entries === batch ? { ...entries, verdict } : entries)),
    answers: admit(state, batch, admitted, context),
  };
  if (judged.status !== 'sealed' || kid === undefined || receipt === undefined) return judged;
  return { ...judged, seal: { ...judged.seal, seq: frame.seq, at: frame.receivedAt, kid, receipt } };
}

/** Admitted late answers count as if they had come in time; nothing else of a late frame has an effect. */
function admit(
  state: OpenedState,
  batch: LateEntries,
  admitted: readonly number[],
  context: AttemptContext,
): Progress['answers'] {
  const sheet = copySheet(state);
  batch.entries.forEach((entry, index) => {
    if (entry.kind === 'answer' && admitted.includes(batch.from + index)) {
      applyEntry(sheet, entry, state.schedule.deadlineAt, context);
    }
  });
  return sheet.answers;
}

function reopened(state: Sealed, frame: FrameOf<'reopened'>): Open {
  const schedule = shiftFrom(
    state.schedule,
    state.schedule.deadlineAt,
    frame.body.deadlineAt - state.schedule.deadlineAt,
  );
  return {
    ...progressOf(at(state, frame)),
    status: 'open',
    schedule,
    deadlineVersion: state.deadlineVersion + 1,
    ordered: null,
    conduct: resumedAfter(state.conduct, state.seal.at, frame.receivedAt),
  };
}

/** The state moved to the frame's place in the log. */
function at<S extends OpenedState>(state: S, frame: Frame): S {
  return {
    ...state,
    seq: frame.seq,
    head: frame.hash,
    examSeq: Math.max(state.examSeq, frame.examSeq),
  };
}

/** Refusals kept of a page: more than any request can ask about again. */
const maxRefusalsKept = 200;

function consumed(
  pens: Progress['pens'],
  epoch: number,
  through: number,
  refused: readonly RefusedEntry[] = [],
): [Pen, ...Pen[]] {
  const [first, ...rest] = pens;
  const advance = (pen: Pen): Pen => {
    if (pen.epoch !== epoch) return pen;
    const all = refused.length === 0 ? pen.refused : [...pen.refused, ...refused].slice(-maxRefusalsKept);
    return { ...pen, through: Math.max(pen.through, through), refused: all };
  };
  return [advance(first), ...rest.map(advance)];
}
