import type {
  AppendReply,
  AppendRequest,
  CallRequest,
  CandidatePushes,
  HelpReply,
  OpenReply,
  OpenRequest,
  QuestionsChunk,
  RenewReply,
  ReportRequest,
  SealReply,
  SealRequest,
  StreamRequest,
} from '../../server/protocol/candidate.ts';
import type { WireError } from '../../server/protocol/errors.ts';
import type { Unsubscribe } from './observable.ts';

/** What became of a request. `unknown`: no readable answer came; it may or may not have had its effect. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly reply: T }
  | { readonly kind: 'error'; readonly error: WireError }
  | { readonly kind: 'unknown' };

export type Route = 'websocket' | 'http';

export type Link = { readonly kind: 'down' } | { readonly kind: 'up'; readonly route: Route };

/** A call for a person, or a report about a question. */
export type HelpRequest =
  | { readonly event: 'invigilator:call'; readonly body: CallRequest }
  | { readonly event: 'question:report'; readonly body: ReportRequest };

type PushName = Exclude<keyof CandidatePushes, 'paper:questions' | 'server:draining'>;

/** News from the server. `changed`: something about the attempt did, ask; it is all that plain HTTP can tell. */
export type Push =
  | { [E in PushName]: { readonly event: E; readonly body: Parameters<CandidatePushes[E]>[0] } }[PushName]
  | { readonly event: 'changed' };

/**
 * The way to the server in the contract's words. It connects and reconnects by itself, renews the sign-in where
 * that is what is missing (so no outcome is ever an authentication error), and never repeats a request: that is
 * for those who know what repeating means.
 */
export interface Transport {
  readonly link: Link;
  connect(): void;
  /** Everything under way ends as `unknown`; no timer is left. */
  close(): void;
  open(request: OpenRequest): Promise<Outcome<OpenReply>>;
  /** Chunks arrive before the promise resolves. */
  stream(
    request: StreamRequest,
    onChunk: (chunk: QuestionsChunk) => void,
  ): Promise<Outcome<{ readonly count: number }>>;
  append(request: AppendRequest): Promise<Outcome<AppendReply>>;
  help(request: HelpRequest): Promise<Outcome<HelpReply>>;
  seal(request: SealRequest): Promise<Outcome<SealReply>>;
  renew(): Promise<Outcome<RenewReply>>;
  /** Also called when the route changes while the link stays up. */
  onLink(listener: (link: Link) => void): Unsubscribe;
  onPush(listener: (push: Push) => void): Unsubscribe;
}

export const down: Link = { kind: 'down' };

/** Errors that pass by themselves: wait and ask again. */
const passing = new Set<string>(['busy', 'unavailable', 'rate-limited', 'internal']);

export function isPassing(error: WireError): boolean {
  return passing.has(error.code);
}

/** Errors that end without this page: others have to do something, or the time has to come. */
const forNow = new Set<string>(['not-open-yet', 'takeover-needs-release']);

export function isForNow(error: WireError): boolean {
  return forNow.has(error.code);
}

/** Errors that a new access token, or at last a new sign-in, will cure. */
const authentication = new Set<string>(['unauthenticated', 'token-expired', 'session-ended']);

export function isAboutSignIn(error: WireError): boolean {
  return authentication.has(error.code);
}
