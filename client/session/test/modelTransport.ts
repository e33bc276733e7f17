import type {
  AppendReply,
  AppendRequest,
  HelpReply,
  OpenReply,
  OpenRequest,
  QuestionsChunk,
  RenewReply,
  SealReply,
  SealRequest,
  StreamRequest,
} from '../../../server/protocol/candidate.ts';
import { wireError } from '../../../server/protocol/errorSentences.ts';
import { Emitter } from '../emitter.ts';
import type { Unsubscribe } from '../observable.ts';
import { down, type HelpRequest, type Link, type Outcome, type Push, type Transport } from '../transport.ts';
import type { FakeEnvironment } from './fakeEnvironment.ts';
import type { ModelServer } from './modelServer.ts';

/** How likely each accident is, 0…1, per request. */
export interface Accidents {
  /** The request is lost, and the connection with it. */
  readonly lost: number;
  /** The server carries the request out; its answer is lost, and the connection with it. */
  readonly answerLost: number;
  /** The server gets the request once more, later. */
  readonly doubled: number;
  /** The request lies about for longer than anybody waits, and is then carried out all the same. */
  readonly slow: number;
  /** The server is busy or cannot save. */
  readonly busy: number;
}

export const calm: Accidents = { lost: 0, answerLost: 0, doubled: 0, slow: 0, busy: 0 };
export const rough: Accidents = { lost: 0.05, answerLost: 0.08, doubled: 0.08, slow: 0.04, busy: 0.08 };

const patienceMs = 10_000;
const mostLatencyMs = 300;
const slowMs = 15_000;

/** The way to a model server, with accidents drawn from the environment's chance. */
export class ModelTransport implements Transport {
  accidents: Accidents;
  readonly #server: ModelServer;
  readonly #environment: FakeEnvironment;
  readonly #links = new Emitter<Link>();
  readonly #pushes = new Emitter<Push>();
  readonly #unsubscribe: Unsubscribe;
  readonly #unanswered = new Set<() => void>();
  #link: Link = down;
  #isClosed = false;

  constructor(server: ModelServer, environment: FakeEnvironment, accidents: Accidents = calm) {
    this.#server = server;
    this.#environment = environment;
    this.accidents = accidents;
    this.#unsubscribe = server.onPush((push) => {
      if (this.#link.kind === 'up') this.#pushes.emit(push);
    });
  }

  get link(): Link {
    return this.#link;
  }

  connect(): void {
    if (this.#link.kind === 'down') this.setLink({ kind: 'up', route: 'websocket' });
  }

  /** Cuts the connection; it is back after `ms`. */
  drop(ms: number): void {
    if (this.#isClosed) return;
    this.#disconnect();
    this.#environment.after(ms, () => {
      if (!this.#isClosed) this.connect();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
    this.#disconnect();
  }

  open(request: OpenRequest): Promise<Outcome<OpenReply>> {
    return this.#send(() => this.#server.open(request));
  }

  stream(
    request: StreamRequest,
    onChunk: (chunk: QuestionsChunk) => void,
  ): Promise<Outcome<{ readonly count: number }>> {
    return this.#send(() => {
      const questions = this.#server.stream(request);
      onChunk({ from: request.from, questions });
      return { kind: 'done', reply: { count: questions.length } };
    });
  }

  append(request: AppendRequest): Promise<Outcome<AppendReply>> {
    return this.#send(() => this.#server.append(request));
  }

  seal(request: SealRequest): Promise<Outcome<SealReply>> {
    return this.#send(() => this.#server.seal(request));
  }

  help(request: HelpRequest): Promise<Outcome<HelpReply>> {
    return this.#send(() => this.#server.help(request));
  }

  async renew(): Promise<Outcome<RenewReply>> {
    return { kind: 'unknown' };
  }

  onLink(listener: (link: Link) => void): Unsubscribe {
    return this.#links.listen(listener);
  }

  onPush(listener: (push: Push) => void): Unsubscribe {
    return this.#pushes.listen(listener);
  }

  #send<T>(carryOut: () => Outcome<T>): Promise<Outcome<T>> {
    if (this.#link.kind === 'down') return Promise.resolve({ kind: 'unknown' });
    const { accidents } = this;
    const { random } = this.#environment;
    const after = (ms: number, then: () => void) => void this.#environment.after(ms, then);
    const { promise, resolve } = Promise.withResolvers<Outcome<T>>();
    const finish = (outcome: Outcome<T>) => {
      losePatience();
      this.#unanswered.delete(giveUp);
      resolve(outcome);
    };
    const giveUp = () => finish({ kind: 'unknown' });
    const losePatience = this.#environment.after(patienceMs, () => this.drop(random() * 3_000));
    this.#unanswered.add(giveUp);
    if (random() < accidents.lost) return promise;
    const isAnswerLost = random() < accidents.answerLost;
    const isDoubled = random() < accidents.doubled;
    after(random() * (random() < accidents.slow ? slowMs : mostLatencyMs), () => {
      const outcome = random() < accidents.busy ? busy(random()) : carryOut();
      if (isDoubled) after(random() * slowMs, () => void carryOut());
      if (isAnswerLost) return;
      after(random() * mostLatencyMs, () => {
        if (this.#unanswered.has(giveUp)) finish(outcome);
      });
    });
    return promise;
  }

  #disconnect(): void {
    this.setLink(down);
    for (const giveUp of [...this.#unanswered]) giveUp();
  }

  protected setLink(link: Link): void {
    if (this.#link.kind === link.kind) return;
    this.#link = link;
    this.#links.emit(link);
  }
}

function busy(chance: number): { readonly kind: 'error'; readonly error: ReturnType<typeof wireError> } {
  const code = chance < 0.5 ? 'busy' : 'unavailable';
  return { kind: 'error', error: wireError(code, chance < 0.25 ? {} : { retryAfterMs: 200 }) };
}
