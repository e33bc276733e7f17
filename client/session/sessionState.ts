import type { Deadline, LocalText, PaperOutline, WireQuestion } from '../../server/protocol/candidate.ts';
import type { WireError } from '../../server/protocol/errors.ts';
import type { AnswerViews } from './answerSheet.ts';
import type { Help } from './helpLine.ts';
import type { KeptOn } from './journalKeeper.ts';
import type { Traffic } from './outbox.ts';
import type { Route } from './transport.ts';

export interface Sealed {
  readonly kind: 'sealed';
  /** Why, in the server's word (`submitted`, `expired`, …); `null` when it has not told. */
  readonly reason: string | null;
  /** Epoch ms by the server's clock; `null` until the receipt has come. */
  readonly sealedAt: number | null;
  readonly receipt: string | null;
}

/** What this page may do with the attempt. Only `writing` takes changes. */
export type Status =
  | { readonly kind: 'idle' }
  | { readonly kind: 'opening' }
  /** The exam cannot be opened; `error.message` says what to do. `goesOn`: for now, and it is asked for again by itself. */
  | { readonly kind: 'refused'; readonly error: WireError; readonly goesOn: boolean }
  | { readonly kind: 'writing' }
  | { readonly kind: 'paused'; readonly reason: string | null }
  | { readonly kind: 'handing-in' }
  | Sealed
  /** Another page or device writes. This one shows, and does not take back by itself. */
  | { readonly kind: 'superseded' }
  /** Another tab of this browser writes. */
  | { readonly kind: 'other-tab' }
  | { readonly kind: 'closed' };

export type Connection =
  | { readonly kind: 'up'; readonly route: Route }
  /** `since`: device's clock, epoch ms. */
  | { readonly kind: 'down'; readonly since: number }
  /** The sign-in has ended; everything stays on this device until `signInAgain`. */
  | { readonly kind: 'needs-sign-in' };

/** `saved`: the server has committed everything this device knows of. Anything else is not saved. */
export type Save =
  | { readonly kind: 'saved' }
  | {
      readonly kind: 'pending';
      readonly count: number;
      /** When the oldest of them was entered, device's clock, epoch ms. */
      readonly since: number;
      readonly keptOn: KeptOn;
      /** False while the newest of them are still on their way to where they are kept. */
      readonly isStored: boolean;
    }
  /** The server does not take them, and waiting will not help; `error.message` says what will. */
  | { readonly kind: 'blocked'; readonly count: number; readonly keptOn: KeptOn; readonly error: WireError };

export interface Notice {
  readonly commandId: string;
  readonly kind: 'message' | 'announce' | 'warn' | 'erratum' | 'deadline' | 'paused' | 'resumed';
  /** Server's clock, epoch ms. */
  readonly at: number;
  readonly text: LocalText | null;
  readonly reason: string | null;
  readonly questionId: string | null;
  /** The new deadline, epoch ms, where the command moved it. */
  readonly deadlineAt: number | null;
  /** A page of this attempt has shown it before: what was to be read is read, what belongs to a question stays there. */
  readonly shown: boolean;
}

/** Everything a view needs. Replaced as a whole; parts that did not change are the same objects. */
export interface SessionState {
  readonly status: Status;
  readonly connection: Connection;
  readonly save: Save;
  /** Entries that came too late to count; a person decides about them. */
  readonly lateEntries: number;
  /** By question id; a question that was never touched has none. */
  readonly answers: AnswerViews;
  readonly current: string | null;
  readonly deadline: Deadline | null;
  readonly paper: PaperOutline | null;
  /** By question id: those that have arrived. */
  readonly questions: Readonly<Record<string, WireQuestion>>;
  readonly notices: readonly Notice[];
  /** Calls for a person and reports about questions, in the order in which they were made. */
  readonly help: readonly Help[];
  /** What the exam wants this page to look out for. */
  readonly observe: readonly string[];
  /** How far `serverNow()` may be off, ms; `null` before the first reading. */
  readonly clockUncertaintyMs: number | null;
  readonly attemptId: string | null;
  /** The epoch under which this page writes, and that of the page before it; `null` before it has written. */
  readonly turn: { readonly epoch: number; readonly before: number | null } | null;
  /** The last place of the attempt's log that this device was told, and the beginning of its chain's hash there. */
  readonly witness: { readonly seq: number; readonly head: string } | null;
  readonly traffic: Traffic;
}

export const initialState: SessionState = {
  status: { kind: 'idle' },
  connection: { kind: 'down', since: 0 },
  save: { kind: 'saved' },
  lateEntries: 0,
  answers: {},
  current: null,
  deadline: null,
  paper: null,
  questions: {},
  notices: [],
  help: [],
  observe: [],
  clockUncertaintyMs: null,
  attemptId: null,
  turn: null,
  witness: null,
  traffic: { sent: 0, acknowledged: 0, resent: 0 },
};
