import { type AttemptContext, type AttemptState, placeOf } from './attempt.ts';
import { type ExamCommand, isShown, reaches } from './command.ts';
import { commandTransitions } from './commandTransitions.ts';
import type { Frame } from './frame.ts';
import { frameTransitions, ImpossibleHistory } from './frameTransitions.ts';

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
  if (!reaches(command.scope, placeOf(state, context))) return { ...state, examSeq: command.seq };
  const next = isHandler<[AttemptState, ExamCommand]>(handler) ? handler(state, command) : state;
  return hear(next, command);
}

/** Whatever the command does, it is known from now on, and the page will show it if it is of such a kind. */
function hear(state: AttemptState, command: ExamCommand): AttemptState {
  const heard = { ...state, examSeq: command.seq };
  if (!isShown(command.kind)) return heard;
  const shown = [...state.shown, command];
  if (heard.status === 'scheduled' || !heard.confirmedEarly.includes(command.commandId)) {
    return { ...heard, shown };
  }
  return {
    ...heard,
    shown,
    confirmed: [...heard.confirmed, command.seq],
    confirmedEarly: heard.confirmedEarly.filter((commandId) => commandId !== command.commandId),
  };
}

/**
 * The tables pair each status and kind with its own handler; indexing by both loses that pairing, so it is asserted here
 * once.
 */
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
