import { Credentials } from './credentials.ts';
import type { Environment } from './environment.ts';
import { ExamSession } from './examSession.ts';
import { FallbackTransport } from './fallbackTransport.ts';
import { type HelpMemory, noHelpMemory } from './helpLine.ts';
import { HttpApi } from './httpApi.ts';
import { HttpTransport } from './httpTransport.ts';
import { JournalKeeper } from './journalKeeper.ts';
import type { JournalStore } from './journalStore.ts';
import type { OpenWebSocket } from './openWebSocket.ts';
import type { QuestionsAhead } from './questionLoader.ts';
import type { SealedSource } from './sealedPapers.ts';
import { ServerClock } from './serverClock.ts';
import { SocketTransport } from './socketTransport.ts';
import type { Transport } from './transport.ts';
import type { WriterLock } from './writerLock.ts';

export interface ServerAccess {
  /** Origin of the server, without a slash at the end; '' for the page's own. */
  readonly baseUrl: string;
  readonly environment: Environment;
  readonly fetch: typeof fetch;
  readonly openWebSocket?: OpenWebSocket;
}

/** Somebody at a server, signed in or about to be; exams come and go under one sign-in. */
export interface SignIn {
  readonly api: HttpApi;
  readonly credentials: Credentials;
  readonly clock: ServerClock;
}

export interface Device {
  /** `null` where the device keeps nothing. */
  readonly store: JournalStore | null;
  readonly lock: WriterLock;
  readonly extraHeaders?: Readonly<Record<string, string>>;
  /** False where one knows that no WebSocket gets through. */
  readonly webSocket?: boolean;
  /** Where calls and reports wait that no server has received; without it they live with the page. */
  readonly helpMemory?: HelpMemory;
  /** Where papers may have come before their start. */
  readonly sealed?: SealedSource;
  readonly questionsAhead?: QuestionsAhead;
  /** Stands between the session and its way to the server, for whoever keeps records of what is sent and told. */
  readonly observe?: (transport: Transport) => Transport;
}

export interface Candidate extends SignIn {
  /** To be opened once; for another exam, create another. */
  readonly session: ExamSession;
}

export function createSignIn({ baseUrl, environment, fetch }: ServerAccess): SignIn {
  const clock = new ServerClock(environment);
  const api = new HttpApi({ baseUrl, fetch, environment });
  const credentials = new Credentials({ api, environment, clock });
  return { api, credentials, clock };
}

/** A session for one exam. It closes the device's store when it is closed. */
export function createExamSession(access: ServerAccess, signIn: SignIn, device: Device): ExamSession {
  const { environment } = access;
  const { api, credentials, clock } = signIn;
  const { lock, sealed = null, observe = unobserved, helpMemory = noHelpMemory } = device;
  const transport = observe(createTransport(access, signIn, device));
  const keeper = new JournalKeeper(device.store, environment);
  const fetchReceipt = (attemptId: string) =>
    credentials.authorised((token) => api.receipt(attemptId, token));
  return new ExamSession({
    environment,
    transport,
    credentials,
    clock,
    keeper,
    lock,
    helpMemory,
    sealed,
    questionsAhead: device.questionsAhead,
    fetchReceipt,
  });
}

const unobserved = (transport: Transport) => transport;

/** Joins the parts for one candidate and one exam. */
export function createCandidate(surroundings: ServerAccess & Device): Candidate {
  const signIn = createSignIn(surroundings);
  return { ...signIn, session: createExamSession(surroundings, signIn, surroundings) };
}

function createTransport(
  { baseUrl, environment, openWebSocket }: ServerAccess,
  { api, credentials }: SignIn,
  { extraHeaders = {}, webSocket = true }: Device,
): Transport {
  const http = new HttpTransport({ api, credentials, environment });
  if (!webSocket) return http;
  const dialling = { extraHeaders, ...(openWebSocket && { openWebSocket }) };
  const socket = new SocketTransport({ baseUrl, credentials, environment, ...dialling });
  return new FallbackTransport(socket, http, environment);
}
