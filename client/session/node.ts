import { inspect } from 'node:util';
import { fetchWithCookies } from './cookieJar.ts';
import { type Candidate, createCandidate } from './createSession.ts';
import { type Environment, realEnvironment } from './environment.ts';
import { FileStore } from './stores/file.ts';
import { MemoryStore } from './stores/memory.ts';
import { ProcessWriterLock } from './writerLock.ts';

export interface NodeCandidateOptions {
  /** Origin of the server, e.g. `http://localhost:8080`. */
  readonly url: string;
  /** Folder of the journal; without it the journal lives as long as the process. */
  readonly journal?: string;
  readonly webSocket?: boolean;
}

const environment: Environment = {
  ...realEnvironment,
  report: (error) => void process.stderr.write(`${inspect(error)}\n`),
};

/** A candidate in Node. */
export function createNodeCandidate({ url, journal, webSocket = true }: NodeCandidateOptions): Candidate {
  const { origin } = new URL(url);
  return createCandidate({
    baseUrl: origin,
    environment,
    fetch: fetchWithCookies(origin),
    store: journal === undefined ? new MemoryStore() : new FileStore(journal),
    lock: new ProcessWriterLock(),
    extraHeaders: { origin },
    webSocket,
  });
}
