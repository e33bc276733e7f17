import { type Candidate, createCandidate } from './createSession.ts';
import { realEnvironment } from './environment.ts';
import { IndexedDbStore } from './stores/indexedDb.ts';
import { BrowserWriterLock, ProcessWriterLock } from './writerLock.ts';

export type { AnswerView, AnswerViews, QuestionSave } from './answerSheet.ts';
export type { Candidate } from './createSession.ts';
export type { Credentials } from './credentials.ts';
export type { ExamSession, Written } from './examSession.ts';
export type { HandInResult } from './handIn.ts';
export type { AnswerValue } from './normalise.ts';
export type { Connection, Notice, Save, SessionState, Status } from './sessionState.ts';

/** A candidate in a browser, on a page that the exam server itself has served. */
export async function createBrowserCandidate(): Promise<Candidate> {
  return createCandidate({
    baseUrl: '',
    environment: realEnvironment,
    fetch: (input, init) => fetch(input, init),
    store: await openStore(),
    lock: 'locks' in navigator ? new BrowserWriterLock(navigator.locks) : new ProcessWriterLock(),
  });
}

/** Where the browser forbids storage, `state.save` says that entries are kept in memory only. */
async function openStore(): Promise<IndexedDbStore | null> {
  try {
    return await IndexedDbStore.open(indexedDB);
  } catch {
    return null;
  }
}
