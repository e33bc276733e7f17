import type { ErrorCode } from '../protocol/errors.ts';

/** Where a request came in. */
export type Door = 'socket' | 'http';

/** What the doors report of their work. Names of events and routes are from our own tables, never what a client sent. */
export interface Metrics {
  /** A request has been answered, after `ms` milliseconds. */
  answered(door: Door, request: string, outcome: 'ok' | ErrorCode, ms: number): void;
  /** A connection was turned away or cut by the server. */
  cut(reason: CutReason): void;
}

export type CutReason =
  | 'origin'
  | 'address-limit'
  | 'draining'
  | 'stranger-limit'
  | 'handshake'
  | 'flood'
  | 'slow-reader'
  | 'token-expired'
  | 'session-ended'
  | 'user-limit';
