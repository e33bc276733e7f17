import type { Failed } from '../takeOrders.ts';
import type { Stretch } from './busyMeter.ts';
import type { Endpoint } from './connection.ts';
import type { MeterData } from './meters.ts';

/** What the bench tells a generator process, and what that reports. */
export type Order =
  | { readonly kind: 'prepare'; readonly settings: GeneratorSettings }
  | { readonly kind: 'phase'; readonly phase: Phase }
  /** Work without an end of its own ends then, epoch ms. */
  | { readonly kind: 'end-work'; readonly at: number }
  | { readonly kind: 'finish' };

export interface GeneratorSettings {
  /** Place of this process among the generators; decides its random numbers. */
  readonly generator: number;
  readonly seed: number;
  readonly endpoints: readonly Endpoint[];
  /** Own addresses to spread the candidates over; empty: the system's choice. */
  readonly localAddresses: readonly string[];
  readonly examId: string;
  /** File with the answer book. */
  readonly bookFile: string;
  /** File with this process's candidates, one {@link RosterLine} a line. */
  readonly rosterFile: string;
  readonly recordsFile: string;
  /** The password of all candidates. */
  readonly password: string;
  /** Origin that requests over HTTP name. */
  readonly origin: string;
  /** Share of the candidates on a bad network, and how long everything travels to and from them, ms. */
  readonly slow: { readonly share: number; readonly delayMs: number } | null;
  readonly manner: Manner;
  /** Candidates with numbers below this are led by the real client. */
  readonly sample: number;
}

/** How candidates behave where a fault wants it. */
export interface Manner {
  /** Pages that each candidate has open: two of them take the pen from each other all the time. */
  readonly devices: 1 | 2;
  /** How far the candidates' own clocks are off, ms. */
  readonly clockShiftMs: number;
  /** They have the sealed questions already, and ask for the keys alone. */
  readonly sealed: boolean;
  /** They go on when their attempt is sealed. */
  readonly stubborn: boolean;
  /** Share of the candidates that give feedback once they hold their receipt. */
  readonly feedbackShare: number;
  /** The node that a fault is done to: saves of the candidates of all others are timed apart. */
  readonly victim: number | null;
}

export const usualManner: Manner = {
  devices: 1,
  clockShiftMs: 0,
  sealed: false,
  stubborn: false,
  feedbackShare: 0,
  victim: null,
};

export interface RosterLine {
  readonly number: number;
  readonly username: string;
  readonly token: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** One thing that all generators do together. Rates are those of one process; times are epoch ms. */
export type Phase =
  /** Several at a time. Over when all of them are. */
  | { readonly kind: 'together'; readonly phases: readonly Phase[] }
  /** Candidates come in, at random moments, and open the exam. Over when each is in or turned away, or patience is over. */
  | {
      readonly kind: 'arrive';
      readonly from: number;
      readonly ratePerS: number;
      /** Whether each asks for all its questions. Its start is complete when they are there. */
      readonly questions: boolean;
      readonly patienceMs: number;
    }
  /** What candidates do between start and end, at random moments. Over when all of it is acknowledged. */
  | {
      readonly kind: 'work';
      readonly from: number;
      /** `null`: until an order ends it. */
      readonly seconds: number | null;
      readonly savesPerS: number;
      readonly visitsPerS: number;
      readonly questionsPerS: number;
      readonly handInsPerS: number;
    }
  /** Everybody hands in within `spreadMs` from `at`. Over when each has a receipt. */
  | { readonly kind: 'hand-in'; readonly at: number; readonly spreadMs: number; readonly patienceMs: number }
  /** Each saves an answer and, at the same moment, hands in through another node. Over when each has a receipt. */
  | { readonly kind: 'race'; readonly from: number; readonly ratePerS: number; readonly patienceMs: number }
  /** The network goes away for this share of the connections, at this time. They come back by themselves. */
  | { readonly kind: 'cut'; readonly at: number; readonly share: number }
  /** This share of the candidates goes away and does not come back. */
  | { readonly kind: 'leave'; readonly at: number; readonly share: number }
  /** Over when everybody has confirmed this command. */
  | { readonly kind: 'confirm'; readonly commandId: string; readonly patienceMs: number }
  /** Over when everybody is back and has saved everything. */
  | { readonly kind: 'recover'; readonly patienceMs: number }
  /** Sign-ins by password over HTTP, and renewals by the cookies that they brought. */
  | {
      readonly kind: 'sign-in';
      readonly from: number;
      readonly seconds: number;
      readonly signInsPerS: number;
      readonly renewalsPerS: number;
    }
  /** A closed loop: `active` candidates send the next save as soon as the last is acknowledged. */
  | { readonly kind: 'flood'; readonly from: number; readonly seconds: number; readonly active: number };

export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly progress: Progress }
  /** An arrival is over, in the middle of a phase. */
  | { readonly kind: 'arrived' }
  | { readonly kind: 'done'; readonly result: PhaseResult }
  | { readonly kind: 'finished' }
  | Failed;

/** Counted since the phase began. */
export interface Progress {
  readonly connected: number;
  readonly offered: number;
  readonly acked: number;
  readonly refused: number;
}

export interface PhaseResult extends Stretch {
  readonly meters: MeterData;
  /** CPU time of the process in this phase, s. */
  readonly cpuS: number;
  /** Candidates of this process that have not reached the phase's end. */
  readonly unfinished: number;
}
