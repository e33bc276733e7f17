import {
  type AttemptState,
  type Open,
  type OrderedSeal,
  type Paused,
  progressOf,
  type Scheduled,
  type Status,
} from './attempt.ts';
import type { ExamCommand } from './command.ts';
import { resumedAfter } from './conduct.ts';
import { shiftFrom } from './timing.ts';

type CommandOf<K extends ExamCommand['kind']> = Extract<ExamCommand, { kind: K }>;

type OnCommand<S extends Status, K extends ExamCommand['kind']> =
  | 'no-effect'
  | ((state: Extract<AttemptState, { status: S }>, command: CommandOf<K>) => AttemptState);

/** Total: every status meets every command, or the compiler objects. */
type CommandTable = { readonly [S in Status]: { readonly [K in ExamCommand['kind']]: OnCommand<S, K> } };

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
    announce: 'no-effect',
    'move-centre': moveCentre,
    'sign-in-code': 'no-effect',
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
    announce: 'no-effect',
    'move-centre': moveCentre,
    'sign-in-code': 'no-effect',
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
    announce: 'no-effect',
    'move-centre': moveCentre,
    'sign-in-code': 'no-effect',
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
    announce: 'no-effect',
    'move-centre': moveCentre,
    'sign-in-code': 'no-effect',
  },
};

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
    conduct: resumedAfter(state.conduct, state.pause.at, state.pause.at + lostMs),
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

function moveCentre<S extends AttemptState>(state: S, command: CommandOf<'move-centre'>): S {
  const { districtId, centreId } = command.body;
  return { ...state, movedTo: { districtId, centreId } };
}
