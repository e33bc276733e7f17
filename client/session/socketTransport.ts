import { io, type Socket } from 'socket.io-client';
import type {
  AppendReply,
  AppendRequest,
  CandidatePushes,
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
import type { Dialling } from './fallbackTransport.ts';
import type { Form } from './form.ts';
import { readOutcome } from './httpApi.ts';
import type { Unsubscribe } from './observable.ts';
import {
  appendReply,
  helpReply,
  openReply,
  pushes,
  renewReply,
  sealReply,
  streamReply,
  wireErrorSchema,
} from './replies.ts';
import { down, type HelpRequest, isAboutSignIn, type Link, type Outcome, type Push } from './transport.ts';

export interface SocketTransportOptions {
  /** Origin of the server, e.g. `https://exam.example.org`; '' for the page's own. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly environment: Environment;
  /** Sent with the handshake; browsers send their own. */
  readonly extraHeaders?: Readonly<Record<string, string>>;
  /** A request or handshake without an answer for so long is taken as a dead connection. */
  readonly patienceMs?: number;
}

/**
 * The contract over one WebSocket. Reconnects by itself with full jitter, later when the server says so, and renews
 * the sign-in when that is why it was turned away.
 */
export class SocketTransport implements Dialling {
  readonly #credentials: Credentials;
  readonly #environment: Environment;
  readonly #patienceMs: number;
  readonly #backoff: Backoff;
  readonly #socket: Socket;
  readonly #links: Emitter<Link>;
  readonly #pushes: Emitter<Push>;
  readonly #failures: Emitter<void>;
  readonly #chunks: Emitter<QuestionsChunk>;
  readonly #unanswered = new Set<() => void>();
  readonly #unsubscribes: readonly Unsubscribe[];
  #link: Link = down;
  #isWanted = false;
  #timer: CallOff | null = null;
  /** Monotonic ms; a draining server names the moment to come back. */
  #notBefore = 0;
  /** The server has said how long to wait before the next try. */
  #isTold = false;

  constructor({
    baseUrl,
    credentials,
    environment,
    extraHeaders,
    patienceMs = 10_000,
  }: SocketTransportOptions) {
    this.#credentials = credentials;
    this.#environment = environment;
    this.#links = new Emitter(environment);
    this.#pushes = new Emitter(environment);
    this.#failures = new Emitter(environment);
    this.#chunks = new Emitter(environment);
    this.#patienceMs = patienceMs;
    this.#backoff = new Backoff(environment);
    this.#socket = io(`${baseUrl}/candidate`, {
      transports: ['websocket'],
      autoConnect: false,
      reconnection: false,
      forceNew: true,
      auth: (give) => give({ token: credentials.token ?? '' }),
      ...(extraHeaders && { extraHeaders }),
    });
    this.#listen();
    this.#unsubscribes = [
      credentials.onChange((state) => {
        if (state === 'signed-in' && this.#link.kind === 'down') this.#dial();
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
    this.#dial();
  }

  close(): void {
    this.#isWanted = false;
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
    this.#clearTimer();
    this.#socket.disconnect();
  }

  open(request: OpenRequest): Promise<Outcome<OpenReply>> {
    return this.#request('attempt:open', request, openReply);
  }

  async stream(
    request: StreamRequest,
    onChunk: (chunk: QuestionsChunk) => void,
  ): Promise<Outcome<{ readonly count: number }>> {
    const unsubscribe = this.#chunks.listen(onChunk);
    try {
      return await this.#request('paper:stream', request, streamReply);
    } finally {
      unsubscribe();
    }
  }

  append(request: AppendRequest): Promise<Outcome<AppendReply>> {
    return this.#request('journal:append', request, appendReply);
  }

  seal(request: SealRequest): Promise<Outcome<SealReply>> {
    return this.#request('attempt:seal', request, sealReply);
  }

  help({ event, body }: HelpRequest): Promise<Outcome<HelpReply>> {
    return this.#request(event, body, helpReply);
  }

  renew(): Promise<Outcome<RenewReply>> {
    return this.#request('session:renew', {}, renewReply);
  }

  onLink(listener: (link: Link) => void): Unsubscribe {
    return this.#links.listen(listener);
  }

  onPush(listener: (push: Push) => void): Unsubscribe {
    return this.#pushes.listen(listener);
  }

  /** A connection could not be made. */
  onFailure(listener: () => void): Unsubscribe {
    return this.#failures.listen(listener);
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('connect', () => this.#connected());
    socket.on('disconnect', () => this.#lost());
    socket.on('connect_error', (error) => void this.#turnedAway(error));
    this.#on('paper:questions', pushes['paper:questions'], (chunk) => this.#chunks.emit(chunk));
    this.#on('server:draining', pushes['server:draining'], ({ reconnectAfterMs }) => {
      this.#notBefore = this.#environment.monotonic() + reconnectAfterMs;
    });
    this.#on('deadline:changed', pushes['deadline:changed'], (body) =>
      this.#pushes.emit({ event: 'deadline:changed', body }),
    );
    this.#on('attempt:superseded', pushes['attempt:superseded'], (body) =>
      this.#pushes.emit({ event: 'attempt:superseded', body }),
    );
    this.#on('attempt:sealed', pushes['attempt:sealed'], (body) =>
      this.#pushes.emit({ event: 'attempt:sealed', body }),
    );
    this.#on('attempt:paused', pushes['attempt:paused'], (body) =>
      this.#pushes.emit({ event: 'attempt:paused', body }),
    );
    this.#on('attempt:resumed', pushes['attempt:resumed'], (body) =>
      this.#pushes.emit({ event: 'attempt:resumed', body }),
    );
    this.#on('notice', pushes.notice, (body) => this.#pushes.emit({ event: 'notice', body }));
  }

  #on<T>(event: keyof CandidatePushes, schema: Form<T>, listener: (body: T) => void): void {
    this.#socket.on(event, (body: unknown) => {
      const read = schema.safeParse(body);
      if (read.success) listener(read.data);
    });
  }

  #dial(): void {
    if (!this.#isWanted || this.#credentials.state === 'ended') return;
    this.#setTimer(this.#patienceMs, () => {
      this.#socket.disconnect();
      this.#failed();
    });
    this.#socket.connect();
  }

  #connected(): void {
    this.#clearTimer();
    this.#setLink({ kind: 'up', route: 'websocket' });
  }

  /** The connection is gone, whoever has ended it. */
  #lost(): void {
    for (const giveUp of [...this.#unanswered]) giveUp();
    this.#setLink(down);
    if (this.#isWanted) this.#dialLater();
  }

  /** The handshake failed: no network, or the server said no. */
  async #turnedAway(error: Error): Promise<void> {
    this.#clearTimer();
    const refusal = wireErrorSchema.safeParse('data' in error ? error.data : undefined);
    if (refusal.success && isAboutSignIn(refusal.data)) await this.#credentials.refresh();
    this.#failed(refusal.data?.retryAfterMs);
  }

  #failed(retryAfterMs?: number): void {
    if (!this.#isWanted) return;
    this.#dialLater(retryAfterMs);
    this.#failures.emit();
  }

  /** Soon, and not all pages of a hall at once; but whom the server has told to wait waits. */
  #networkIsBack(): void {
    if (!this.#isWanted || this.#link.kind === 'up' || this.#isTold) return;
    this.#backoff.reset();
    this.#dialLater();
  }

  #dialLater(retryAfterMs?: number): void {
    this.#isTold = retryAfterMs !== undefined;
    const toldMs = Math.max(0, this.#notBefore - this.#environment.monotonic());
    this.#setTimer(toldMs + this.#backoff.next(retryAfterMs), () => {
      this.#timer = null;
      this.#dial();
    });
  }

  #setLink(link: Link): void {
    if (this.#link.kind === link.kind) return;
    this.#link = link;
    this.#links.emit(link);
  }

  #request<T>(event: string, request: object, reply: Form<T>): Promise<Outcome<T>> {
    if (!this.#socket.connected) return Promise.resolve({ kind: 'unknown' });
    return new Promise((resolve) => {
      const finish = (outcome: Outcome<T>) => {
        callOff();
        this.#unanswered.delete(giveUp);
        resolve(outcome);
      };
      const giveUp = () => finish({ kind: 'unknown' });
      // A connection that answers nothing is no connection.
      const callOff = this.#environment.after(this.#patienceMs, () => this.#socket.disconnect());
      this.#unanswered.add(giveUp);
      this.#socket.emit(event, request, (body: unknown) => finish(this.#read(reply, body)));
    });
  }

  #read<T>(reply: Form<T>, body: unknown): Outcome<T> {
    const outcome = readOutcome(reply, true, body);
    if (outcome.kind === 'done') this.#backoff.reset();
    if (outcome.kind !== 'error' || !isAboutSignIn(outcome.error)) return outcome;
    void this.#credentials.refresh();
    this.#socket.disconnect();
    return { kind: 'unknown' };
  }

  #setTimer(ms: number, callback: () => void): void {
    this.#clearTimer();
    this.#timer = this.#environment.after(ms, callback);
  }

  #clearTimer(): void {
    this.#timer?.();
    this.#timer = null;
  }
}
