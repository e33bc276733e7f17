import { applyEntry, copySheet } from './applyEntry.ts';
import type {
  AttemptContext,
  AttemptState,
  LateEntries,
  Open,
  OpenedState,
  OrderedSeal,
  Paused,
  Pen,
  Progress,
  Scheduled,
  Sealed,
  Status,
} from './attempt.ts';
import { type ExamCommand, reaches } from './command.ts';
import type { Frame, RefusedEntry } from './frame.ts';
import { drawnQuestions } from './paperOrder.ts';
import { shiftFrom } from './timing.ts';

/** A frame or command that the state it meets makes impossible: the log was not written by these rules. */
export class ImpossibleHistory extends Error {
  constructor(status: Status, kind: string, seq: number) {
    super(`Log position ${seq}: "${kind}" cannot follow in status "${status}".`);
    this.name = 'ImpossibleHistory';
  }
}

type StateOf<S extends Status> = Extract<AttemptState, { status: S }>;
type FrameOf<K extends Frame['kind']> = Extract<Frame, { kind: K }>;
type CommandOf<K extends ExamCommand['kind']> = Extract<ExamCommand, { kind: K }>;

type OnFrame<S extends Status, K extends Frame['kind']> =
  | 'impossible'
  | ((state: StateOf<S>, frame: FrameOf<K>, context: AttemptContext) => AttemptState);

type OnCommand<S extends Status, K extends ExamCommand['kind']> =
  | 'no-effect'
  | ((state: StateOf<S>, command: CommandOf<K>) => AttemptState);

/** Total: every status meets every frame, or the compiler objects. */
type FrameTable = { readonly [S in Status]: { readonly [K in Frame['kind']]: OnFrame<S, K> } };
type CommandTable = { readonly [S in Status]: { readonly [K in ExamCommand['kind']]: OnCommand<S, K> } };

export const frameTransitions: FrameTable = {
  scheduled: {
    opened,
    entered: 'impossible',
    answered: 'impossible',
    sealed: 'impossible',
    late: 'impossible',
    adjudicated: 'impossible',
    reopened: 'impossible',
  },
  open: {
    opened: 'impossible',
    entered,
    answered,
    sealed,
    late,
    adjudicated,
    reopened: 'impossible',
  },
  paused: {
    opened: 'impossible',
    entered,
    answered,
    sealed,
    late,
    adjudicated,
    reopened: 'impossible',
  },
  sealed: {
    opened: 'impossible',
    entered: 'impossible',
    answered: 'impossible',
    sealed: 'impossible',
    late,
    adjudicated,
    reopened,
  },
};

export const commandTransitions: CommandTable = {
  scheduled: {
    extend: (state, command) => ({ ...state, grantedMs: state.grantedMs + command.body.ms }),
    pause: (state, command) => ({
      ...state,
      paused: state.paused ?? { at: command.issuedAt, commandId: command.commandId },
    }),
    resume: (state) => ({ ...state, paused: null }),
    'force-submit': order('forced'),
    terminate: order('terminated'),
    reopen: (state) => ({ ...state, ordered: null }),
    'release-device': 'no-effect',
    message: 'no-effect',
    warn: 'no-effect',
    erratum: 'no-effect',
  },
  open: {
    extend,
    pause: (state, command) => ({
      ...state,
      status: 'paused',
      pause: { at: command.issuedAt, commandId: command.commandId },
    }),
    resume: 'no-effect',
    'force-submit': order('forced'),
    terminate: order('terminated'),
    reopen: (state) => ({ ...state, ordered: null }),
    'release-device': (state) => ({ ...state, released: true }),
    message: 'no-effect',
    warn: 'no-effect',
    erratum: 'no-effect',
  },
  paused: {
    extend,
    pause: 'no-effect',
    resume,
    'force-submit': order('forced'),
    terminate: order('terminated'),
    reopen: (state) => ({ ...state, ordered: null }),
    'release-device': (state) => ({ ...state, released: true }),
    message: 'no-effect',
    warn: 'no-effect',
    erratum: 'no-effect',
  },
  sealed: {
    extend: 'no-effect',
    pause: 'no-effect',
    resume: 'no-effect',
    // An order takes back a reopening that no node has carried out yet.
    'force-submit': (state) => ({ ...state, reopening: null }),
    terminate: (state) => ({ ...state, reopening: null }),
    reopen: (state, command) => ({
      ...state,
      reopening: { commandId: command.commandId, ms: command.body.ms, at: command.issuedAt },
    }),
    'release-device': 'no-effect',
    message: 'no-effect',
    warn: 'no-effect',
    erratum: 'no-effect',
  },
};

/**
 * The state after one committed frame. Pure; never judges again what the frame records.
 * @throws ImpossibleHistory when the log breaks its own rules (a gap, a frame that cannot follow).
 */
export function evolve(state: AttemptState, frame: Frame, context: AttemptContext): AttemptState {
  const expected = state.status === 'scheduled' ? 1 : state.seq + 1;
  const row: { readonly [K in Frame['kind']]: unknown } = frameTransitions[state.status];
  const handler = row[frame.kind];
  if (!isHandler<[AttemptState, Frame, AttemptContext]>(handler) || frame.seq !== expected) {
    throw new ImpossibleHistory(state.status, frame.kind, frame.seq);
  }
  return handler(state, frame, context);
}

/** The state after an exam command, whether or not its scope reaches this attempt. */
export function evolveCommand(
  state: AttemptState,
  command: ExamCommand,
  context: AttemptContext,
): AttemptState {
  if (command.seq <= state.examSeq) return state;
  const row: { readonly [K in ExamCommand['kind']]: unknown } = commandTransitions[state.status];
  const handler = row[command.kind];
  const next =
    isHandler<[AttemptState, ExamCommand]>(handler) && reaches(command.scope, context)
      ? handler(state, command)
      : state;
  return { ...next, examSeq: command.seq };
}

/** The tables pair each status and kind with its own handler; indexing by both loses that pairing, so it is asserted here once. */
function isHandler<Args extends unknown[]>(handler: unknown): handler is (...args: Args) => AttemptState {
  return typeof handler === 'function';
}

/**
 * The state of an attempt from its whole history. A command takes effect before the first frame that was
 * decided with knowledge of it; commands that no frame knows yet come last.
 */
export function fold(
  state: AttemptState,
  frames: readonly Frame[],
  commands: readonly ExamCommand[],
  context: AttemptContext,
): AttemptState {
  let next = state;
  let applied = 0;
  const applyThrough = (examSeq: number) => {
    for (let command = commands[applied]; command && command.seq <= examSeq; command = commands[applied]) {
      next = evolveCommand(next, command, context);
      applied += 1;
    }
  };
  for (const frame of frames) {
    applyThrough(frame.examSeq);
    next = evolve(next, frame, context);
  }
  applyThrough(Number.POSITIVE_INFINITY);
  return next;
}

function opened(state: Scheduled, frame: FrameOf<'opened'>, context: AttemptContext): Open | Paused {
  const { deviceId, sessionId, seed, deadlineAt, sections } = frame.body;
  const progress: Progress = {
    seq: frame.seq,
    head: frame.hash,
    examSeq: Math.max(state.examSeq, frame.examSeq),
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
    released: false,
  };
  const { ordered, paused } = state;
  return paused === null
    ? { ...progress, status: 'open', ordered }
    : { ...progress, status: 'paused', pause: { ...paused, at: frame.receivedAt }, ordered };
}

function entered(state: Open | Paused, frame: FrameOf<'entered'>): AttemptState {
  const { epoch, deviceId, sessionId } = frame.body;
  return {
    ...at(state, frame),
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
    pens: consumed(state.pens, frame.body.epoch, from + entries.length - 1, refused),
  };
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
    late: [...state.late, { ...frame.body, seq: frame.seq, judged: false }],
    lateCount: state.lateCount + entries.length,
    pens: consumed(state.pens, epoch, from + entries.length - 1),
  };
}

function adjudicated(
  state: OpenedState,
  frame: FrameOf<'adjudicated'>,
  context: AttemptContext,
): AttemptState {
  const { lateSeq, admitted, kid, receipt } = frame.body;
  const batch = state.late.find((entries) => entries.seq === lateSeq);
  if (batch === undefined || batch.judged) throw new ImpossibleHistory(state.status, frame.kind, frame.seq);
  const judged = {
    ...at(state, frame),
    late: state.late.map((entries) => (entries === batch ? { ...entries, judged: true } : entries)),
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
  };
}

function extend<S extends Open | Paused>(state: S, command: CommandOf<'extend'>): S {
  const from = state.status === 'paused' ? state.pause.at : command.issuedAt;
  return {
    ...state,
    schedule: shiftFrom(state.schedule, from, command.body.ms),
    deadlineVersion: state.deadlineVersion + 1,
  };
}

function resume(state: Paused, command: CommandOf<'resume'>): Open {
  const lostMs = Math.max(0, command.issuedAt - state.pause.at);
  return {
    ...progressOf(state),
    status: 'open',
    schedule: shiftFrom(state.schedule, state.pause.at, lostMs),
    deadlineVersion: state.deadlineVersion + 1,
    ordered: state.ordered,
  };
}

/** The first order sets the time; to terminate weighs more than to hand in, and gives the reason. */
function order(reason: OrderedSeal['reason']) {
  return <S extends Scheduled | Open | Paused>(state: S, command: ExamCommand): S => {
    const before = state.ordered;
    const ordered =
      before === null
        ? { reason, at: command.issuedAt }
        : { reason: before.reason === 'terminated' ? before.reason : reason, at: before.at };
    return { ...state, ordered };
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

function progressOf(state: OpenedState): Progress {
  const { seq, head, examSeq, openedAt, seed, drawn, schedule, deadlineVersion } = state;
  const { pens, answers, current, late: lateEntries, lateCount, released } = state;
  return {
    seq,
    head,
    examSeq,
    openedAt,
    seed,
    drawn,
    schedule,
    deadlineVersion,
    pens,
    answers,
    current,
    late: lateEntries,
    lateCount,
    released,
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
