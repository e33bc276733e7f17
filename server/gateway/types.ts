import type { Namespace, Server, Socket } from 'socket.io';
import type { Claims } from '../app/ports.ts';
import type { CandidatePushes, CandidateRequests } from '../protocol/candidate.ts';
import type { ProctorPushes, ProctorRequests } from '../protocol/proctor.ts';

/** What the gateway remembers of one signed-in connection. */
export interface SignedInData {
  who: Claims;
  /** Requests received and not yet answered. */
  inFlight: number;
  /** The token ran out, renewal was possible, and one more period was given. */
  warned: boolean;
}

/** A signed-in connection, to whatever namespace. */
export interface SignedInSocket {
  readonly data: SignedInData;
  readonly connected: boolean;
}

export interface CandidateData extends SignedInData {
  /** The attempt this connection shows, and the page's device id; `null` before `attempt:open`. */
  shows: { readonly attemptId: string; readonly deviceId: string } | null;
  /** The device whose `attempt:open` is being carried out. */
  opening: string | null;
}

type NoEvents = Record<never, never>;
/** Its namespaces have events of their own. */
export type SocketServer = Server;
export type CandidateNamespace = Namespace<CandidateRequests, CandidatePushes, NoEvents, CandidateData>;
export type CandidateSocket = Socket<CandidateRequests, CandidatePushes, NoEvents, CandidateData>;
export type ProctorNamespace = Namespace<ProctorRequests, ProctorPushes, NoEvents, SignedInData>;
export type ProctorSocket = Socket<ProctorRequests, ProctorPushes, NoEvents, SignedInData>;
