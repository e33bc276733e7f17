import { Credentials } from '../credentials.ts';
import { ExamSession } from '../examSession.ts';
import { type HelpMemory, noHelpMemory } from '../helpLine.ts';
import { JournalKeeper } from '../journalKeeper.ts';
import type { JournalStore } from '../journalStore.ts';
import { ServerClock } from '../serverClock.ts';
import { MemoryStore } from '../stores/memory.ts';
import { ProcessWriterLock, type WriterLock } from '../writerLock.ts';
import { FakeEnvironment } from './fakeEnvironment.ts';
import { ModelServer, type ModelServerOptions } from './modelServer.ts';
import { type Accidents, calm, ModelTransport } from './modelTransport.ts';

export interface Page {
  readonly session: ExamSession;
  readonly transport: ModelTransport;
}

export interface PageOptions {
  readonly store?: JournalStore | null;
  readonly lock?: WriterLock;
  readonly accidents?: Accidents;
  readonly helpMemory?: HelpMemory;
}

/** How far the devices' clocks are behind the server's, ms. */
const skewMs = 90_000;

/** A model server, fake time, and pages that talk to it. */
export class World {
  readonly environment: FakeEnvironment;
  readonly server: ModelServer;

  constructor(seed = 1, options: Partial<ModelServerOptions> = {}) {
    this.environment = new FakeEnvironment(seed);
    this.server = new ModelServer({
      now: () => this.serverNow(),
      questions: 12,
      durationMs: 3_600_000,
      ...options,
    });
  }

  serverNow(): number {
    return this.environment.wallClock() + skewMs;
  }

  page({
    store = new MemoryStore(),
    lock = new ProcessWriterLock(),
    accidents = calm,
    helpMemory = noHelpMemory,
  }: PageOptions = {}): Page {
    const { environment, server } = this;
    const transport = new ModelTransport(server, environment, accidents);
    const clock = new ServerClock(environment);
    const never = async () => ({ kind: 'unknown' }) as const;
    const credentials = new Credentials({ api: { signIn: never, renew: never }, environment, clock });
    const session = new ExamSession({
      environment,
      transport,
      credentials,
      clock,
      keeper: new JournalKeeper(store, environment),
      lock,
      helpMemory,
      sealed: null,
      fetchReceipt: async () => server.receipt(),
    });
    return { session, transport };
  }

  /** A page that has opened the exam and may write. */
  async writingPage(options: PageOptions = {}): Promise<Page> {
    const page = this.page(options);
    await page.session.open('exam-1');
    await this.environment.until(() => page.session.state.status.kind === 'writing');
    return page;
  }

  /** Lets time pass until the promise is settled. */
  async settle<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settled = promise.finally(() => {
      isSettled = true;
    });
    await this.environment.until(() => isSettled);
    return await settled;
  }

  /** Lets time pass until nothing of this page is unsaved. */
  async untilSaved({ session }: Page): Promise<void> {
    await this.environment.until(() => session.state.save.kind === 'saved');
  }
}
