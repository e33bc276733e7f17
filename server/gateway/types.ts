import type { Namespace, Server, Socket } from 'socket.io';
import type { Claims } from '../app/ports.ts';
import type { CandidatePushes, CandidateRequests } from '../protocol/candidate.ts';

/** What the gateway remembers of one signed-in connection. */
export interface CandidateData {
  who: Claims;
  /** The attempt this connection shows, and the page's device id; `null` before `attempt:open`. */
  shows: { readonly attemptId: string; readonly deviceId: string } | null;
  /** The device whose `attempt:open` is being carried out. */
  opening: string | null;
  /** Requests received and not yet answered. */
  inFlight: number;
  /** The token ran out, renewal was possible, and one more period was given. */
  warned: boolean;
}

type NoEvents = Record<never, never>;
export type CandidateServer = Server<CandidateRequests, CandidatePushes, NoEvents, CandidateData>;
export type CandidateNamespace = Namespace<CandidateRequests, CandidatePushes, NoEvents, CandidateData>;
export type CandidateSocket = Socket<CandidateRequests, CandidatePushes, NoEvents, CandidateData>;
