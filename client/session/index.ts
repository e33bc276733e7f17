import { createExamSession, createSignIn, type ServerAccess, type SignIn } from './createSession.ts';
import { realEnvironment } from './environment.ts';
import type { ExamSession } from './examSession.ts';
import { firstQuestionsPath } from './firstQuestionsPath.ts';
import { inTime, NoAnswer } from './inTime.ts';
import { devicePatienceMs, type KeptOn } from './journalKeeper.ts';
import type { OpenWebSocket } from './openWebSocket.ts';
import type { QuestionsAhead } from './questionLoader.ts';
import { questionsChunk } from './replies.ts';
import { SealedPapers, type SealedSource } from './sealedPapers.ts';
import { IndexedDbStore } from './stores/indexedDb.ts';
import { localHelp } from './stores/localHelp.ts';
import { WorkerUnsealer } from './workerUnsealer.ts';
import { BrowserWriterLock, ProcessWriterLock } from './writerLock.ts';

export type { AnswerView, AnswerViews } from './answerSheet.ts';
export type { SignIn } from './createSession.ts';
export type { SignInState, User } from './credentials.ts';
export type { ExamSession } from './examSession.ts';
export type { Help } from './helpLine.ts';
export type { KeptOn } from './journalKeeper.ts';
export type { AnswerValue } from './normalise.ts';
export { receiptPayload } from './replies.ts';
export type { SealedPapers } from './sealedPapers.ts';
export type { Connection, Notice, Save, SessionState, Status } from './sessionState.ts';
export type { Outcome } from './transport.ts';

/** The exam server itself has served the page. */
const access: ServerAccess = {
  baseUrl: '',
  environment: realEnvironment,
  fetch: (input, init) => fetch(input, init),
};

/** Locks of this page, where the browser has none that reach across its tabs. */
const processLock = new ProcessWriterLock();

/** `ask`: the browser's `fetch`, or what stands before it. */
export function createBrowserSignIn(ask = access.fetch): SignIn {
  return createSignIn({ ...access, fetch: ask });
}

/** Papers that this page fetches before their start. */
export function createSealedPapers({ api, credentials }: SignIn): SealedPapers {
  return new SealedPapers({
    api,
    credentials,
    environment: realEnvironment,
    unsealer: new WorkerUnsealer(),
  });
}

/** What a page has begun before its program was there. */
export interface HeadStart {
  /** `new WebSocket(url)`, or the one that is open already. */
  readonly openWebSocket: OpenWebSocket;
  /** The reply to this request, if it was sent; it is given out once. */
  readonly reply: (method: 'GET', path: string) => Promise<Response> | undefined;
}

/** A session for one exam, under the page's sign-in. */
export async function createBrowserSession(
  signIn: SignIn,
  sealed: SealedSource,
  { openWebSocket, reply }: HeadStart,
): Promise<ExamSession> {
  const lock = 'locks' in navigator ? new BrowserWriterLock(navigator.locks) : processLock;
  const helpMemory = localHelp(() => localStorage);
  const questionsAhead: QuestionsAhead = async (attemptId) => {
    const response = await reply('GET', firstQuestionsPath(attemptId))?.catch(() => undefined);
    const body: unknown = await response?.json().catch(() => undefined);
    const read = response?.ok ? questionsChunk.safeParse(body) : undefined;
    return read?.success ? read.data.questions : null;
  };
  const device = { store: await openStore(), lock, helpMemory, sealed, questionsAhead };
  return createExamSession({ ...access, openWebSocket }, signIn, device);
}

/** Where this browser would keep answers: tried out, because full and forbidden storage shows only then. */
export async function probeStorage(): Promise<KeptOn> {
  const store = await openStore();
  // Always the same: what a try has left the next one takes away.
  const key = { attemptId: 'probe', epoch: 1, deviceId: 'probe' };
  const entry = { kind: 'observed', type: 'probe', at: 0 } as const;
  const tryOut = async (kept: IndexedDbStore): Promise<KeptOn> => {
    await kept.append(key, [{ n: 1, entry }]);
    await kept.deleteThrough(key, 1);
    return (await isPrivateWindow()) ? 'memory' : 'device';
  };
  try {
    return store === null ? 'memory' : await inTime(realEnvironment, devicePatienceMs.write, tryOut(store));
  } catch {
    return 'memory';
  } finally {
    store?.close();
  }
}

/**
 * Firefox and Safari let a private window write its journal, forget it when the window is closed, and refuse it files of its
 * own. Others do not let a page see that it is in one.
 */
async function isPrivateWindow(): Promise<boolean> {
  try {
    await navigator.storage?.getDirectory?.();
    return false;
  } catch {
    return true;
  }
}

/** Whether the browser's database was waited for in vain on this page: nobody waits for it twice. */
let isSilent = false;

/** Where the browser forbids storage or does not come to it, `state.save` says that entries are kept in memory only. */
async function openStore(): Promise<IndexedDbStore | null> {
  let opening: Promise<IndexedDbStore> | undefined;
  if (isSilent) return null;
  try {
    opening = IndexedDbStore.open(indexedDB);
    return await inTime(realEnvironment, devicePatienceMs.read, opening);
  } catch (error) {
    isSilent = error instanceof NoAnswer;
    const answered = () => {
      isSilent = false;
    };
    opening?.then((store) => store.close()).then(answered, answered);
    return null;
  }
}
