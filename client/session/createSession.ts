import { Credentials } from './credentials.ts';
import type { Environment } from './environment.ts';
import { ExamSession } from './examSession.ts';
import { FallbackTransport } from './fallbackTransport.ts';
import { HttpApi } from './httpApi.ts';
import { HttpTransport } from './httpTransport.ts';
import { JournalKeeper } from './journalKeeper.ts';
import type { JournalStore } from './journalStore.ts';
import { ServerClock } from './serverClock.ts';
import { SocketTransport } from './socketTransport.ts';
import type { Transport } from './transport.ts';
import type { WriterLock } from './writerLock.ts';

export interface Surroundings {
  /** Origin of the server, without a slash at the end; '' for the page's own. */
  readonly baseUrl: string;
  readonly environment: Environment;
  readonly fetch: typeof fetch;
  /** `null` where the device keeps nothing. */
  readonly store: JournalStore | null;
  readonly lock: WriterLock;
  readonly extraHeaders?: Readonly<Record<string, string>>;
  /** False where one knows that no WebSocket gets through. */
  readonly webSocket?: boolean;
}

export interface Candidate {
  readonly api: HttpApi;
  readonly credentials: Credentials;
  /** To be opened once; for another exam, create another. */
  readonly session: ExamSession;
}

/** Joins the parts of a session. `createBrowserCandidate` and `createNodeCandidate` bring the surroundings. */
export function createCandidate(surroundings: Surroundings): Candidate {
  const { baseUrl, environment, fetch, store, lock } = surroundings;
  const clock = new ServerClock(environment);
  const api = new HttpApi({ baseUrl, fetch, environment });
  const credentials = new Credentials({ api, environment, clock });
  const transport = createTransport(surroundings, api, credentials);
  const keeper = new JournalKeeper(store);
  const fetchReceipt = (attemptId: string) =>
    credentials.authorised((token) => api.receipt(attemptId, token));
  const session = new ExamSession({ environment, transport, credentials, clock, keeper, lock, fetchReceipt });
  return { api, credentials, session };
}

function createTransport(
  { baseUrl, environment, extraHeaders = {}, webSocket = true }: Surroundings,
  api: HttpApi,
  credentials: Credentials,
): Transport {
  const http = new HttpTransport({ api, credentials, environment });
  if (!webSocket) return http;
  const socket = new SocketTransport({ baseUrl, credentials, environment, extraHeaders });
  return new FallbackTransport(socket, http, environment);
}
