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
} from '../../server/protocol/candidate.ts';
import { Backoff } from './backoff.ts';
import type { Credentials } from './credentials.ts';
import { Emitter } from './emitter.ts';
import type { CallOff, Environment } from './environment.ts';
import type { Resting } from './fallbackTransport.ts';
import type { HttpApi, HttpCall } from './httpApi.ts';
import type { Unsubscribe } from './observable.ts';
import {
  appendReply,
  healthReply,
  helpReply,
  openReply,
  questionsChunk,
  type StateReply,
  sealReply,
  stateReply,
} from './replies.ts';
import { down, type HelpRequest, isAboutSignIn, type Link, type Outcome, type Push } from './transport.ts';

export interface HttpTransportOptions {
  readonly api: HttpApi;
  readonly credentials: Credentials;
  readonly environment: Environment;
  readonly pollMs?: number;
}

interface Watched {
  readonly attemptId: string;
  readonly seen: StateReply;
}

const up: Link = { kind: 'up', route: 'http' };

/**
 * The contract over plain requests, for networks that let no WebSocket through. The link is up while requests are
 * answered; a poll finds out when it is back, and whether something about the attempt has changed.
 */
export class HttpTransport implements Resting {
  readonly #api: HttpApi;
  readonly #credentials: Credentials;
  readonly #environment: Environment;
  readonly #pollMs: number;
  readonly #backoff: Backoff;
  readonly #links: Emitter<Link>;
  readonly #pushes: Emitter<Push>;
  readonly #unsubscribes: readonly Unsubscribe[];
  #link: Link = down;
  #watched: Watched | null = null;
  #isWanted = false;
  #timer: CallOff | null = null;

  constructor({ api, credentials, environment, pollMs = 10_000 }: HttpTransportOptions) {
    this.#api = api;
    this.#credentials = credentials;
    this.#environment = environment;
    this.#links = new Emitter(environment);
    this.#pushes = new Emitter(environment);
    this.#pollMs = pollMs;
    this.#backoff = new Backoff(environment);
    this.#unsubscribes = [
      credentials.onChange((state) => {
        if (state === 'signed-in' && this.#isWanted) this.#pollIn(0);
      }),
      environment.onNetworkBack(() => this.#networkIsBack()),
    ];
  }

  get link(): Link {
    return this.#link;
  }

  connect(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#pollIn(0);
  }

  /** No more polls until the next `connect`. */
  rest(): void {
    this.#isWanted = false;
    this.#timer?.();
    this.#setLink(down);
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
    this.rest();
  }

  async open({ examId, ...body }: OpenRequest): Promise<Outcome<OpenReply>> {
    const path = `/api/exams/${encodeURIComponent(examId)}/attempt`;
    const outcome = await this.#call({ method: 'POST', path, body, reply: openReply });
    if (outcome.kind === 'done') this.#watched = { attemptId: outcome.reply.attemptId, seen: outcome.reply };
    return outcome;
  }

  async stream(
    { attemptId, from, count }: StreamRequest,
    onChunk: (chunk: QuestionsChunk) => void,
  ): Promise<Outcome<{ readonly count: number }>> {
    const path = `${pathOf(attemptId)}/paper?from=${from}&count=${count}`;
    const outcome = await this.#call({ method: 'GET', path, reply: questionsChunk });
    if (outcome.kind !== 'done') return outcome;
    onChunk(outcome.reply);
    return { kind: 'done', reply: { count: outcome.reply.questions.length } };
  }

  append({ attemptId, ...body }: AppendRequest): Promise<Outcome<AppendReply>> {
    return this.#call({ method: 'POST', path: `${pathOf(attemptId)}/journal`, body, reply: appendReply });
  }

  seal({ attemptId, ...body }: SealRequest): Promise<Outcome<SealReply>> {
    return this.#call({ method: 'POST', path: `${pathOf(attemptId)}/seal`, body, reply: sealReply });
  }

  help({ event, body: { attemptId, ...body } }: HelpRequest): Promise<Outcome<HelpReply>> {
    const path = `${pathOf(attemptId)}/${event === 'invigilator:call' ? 'calls' : 'reports'}`;
    return this.#call({ method: 'POST', path, body, reply: helpReply });
  }

  renew(): Promise<Outcome<RenewReply>> {
    return this.#api.renew();
  }

  onLink(listener: (link: Link) => void): Unsubscribe {
    return this.#links.listen(listener);
  }

  onPush(listener: (push: Push) => void): Unsubscribe {
    return this.#pushes.listen(listener);
  }

  async #call<T>(call: Omit<HttpCall<T>, 'token'>): Promise<Outcome<T>> {
    const outcome = await this.#credentials.authorised((token) => this.#api.call({ ...call, token }));
    const isAnswered =
      outcome.kind !== 'unknown' && !(outcome.kind === 'error' && isAboutSignIn(outcome.error));
    if (this.#isWanted) this.#answered(isAnswered);
    return isAnswered ? outcome : { kind: 'unknown' };
  }

  #answered(isAnswered: boolean): void {
    if (isAnswered) {
      this.#backoff.reset();
      this.#setLink(up);
      return;
    }
    const wasUp = this.#link.kind === 'up';
    this.#setLink(down);
    if (wasUp) this.#pollIn(this.#backoff.next());
  }

  /** Soon, and not all pages of a hall at once. */
  #networkIsBack(): void {
    if (!this.#isWanted || this.#link.kind === 'up') return;
    this.#backoff.reset();
    this.#pollIn(this.#backoff.next());
  }

  #pollIn(ms: number): void {
    this.#timer?.();
    this.#timer = this.#environment.after(ms, () => void this.#poll());
  }

  async #poll(): Promise<void> {
    if (this.#credentials.state === 'ended') return;
    const isAnswered = this.#watched === null ? await this.#ping() : await this.#look(this.#watched);
    if (!this.#isWanted) return;
    const jitter = 0.8 + 0.4 * this.#environment.random();
    this.#pollIn(isAnswered ? this.#pollMs * jitter : this.#backoff.next());
  }

  async #ping(): Promise<boolean> {
    const outcome = await this.#call({ method: 'GET', path: '/healthz', reply: healthReply });
    return outcome.kind !== 'unknown';
  }

  async #look({ attemptId, seen }: Watched): Promise<boolean> {
    const outcome = await this.#call({ method: 'GET', path: pathOf(attemptId), reply: stateReply });
    if (outcome.kind !== 'done') return outcome.kind !== 'unknown';
    const { status, deadline, epoch, notices } = outcome.reply;
    this.#watched = { attemptId, seen: outcome.reply };
    const isSame =
      status === seen.status &&
      epoch === seen.epoch &&
      deadline.version === seen.deadline.version &&
      notices?.length === seen.notices?.length;
    if (!isSame) this.#pushes.emit({ event: 'changed' });
    return true;
  }

  #setLink(link: Link): void {
    if (this.#link.kind === link.kind) return;
    this.#link = link;
    this.#links.emit(link);
  }
}

function pathOf(attemptId: string): string {
  return `/api/attempts/${encodeURIComponent(attemptId)}`;
}
