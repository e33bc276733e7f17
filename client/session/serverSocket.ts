import { io, type Socket } from 'socket.io-client';
import { Backoff } from './backoff.ts';
import type { Credentials } from './credentials.ts';
import type { CallOff, Environment } from './environment.ts';
import type { Form } from './form.ts';
import { readOutcome } from './httpApi.ts';
import type { Unsubscribe } from './observable.ts';
import { type OpenWebSocket, transportOver } from './openWebSocket.ts';
import { pushes, wireErrorSchema } from './replies.ts';
import { isAboutSignIn, type Outcome } from './transport.ts';

export interface ServerSocketOptions {
  /** The server's origin (none: the page's own) and the namespace, e.g. `https://exam.example.org/candidate`. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly environment: Environment;
  /** Sent with the handshake; browsers send their own. */
  readonly extraHeaders?: Readonly<Record<string, string>>;
  /** What else than `new WebSocket(url)` opens one. */
  readonly openWebSocket?: OpenWebSocket;
  /** A request or handshake without an answer for so long is taken as a dead connection. */
  readonly patienceMs?: number;
  /** The connection is there, or is gone. */
  readonly onLink: (isUp: boolean) => void;
  /** A connection could not be made. */
  readonly onFailure?: () => void;
}

/**
 * One WebSocket to a namespace of the server. Reconnects by itself with full jitter, later when the server says so, and
 * renews the sign-in when that is why it was turned away.
 */
export class ServerSocket {
  readonly #options: ServerSocketOptions;
  readonly #patienceMs: number;
  readonly #backoff: Backoff;
  readonly #socket: Socket;
  readonly #unanswered = new Set<() => void>();
  readonly #unsubscribes: readonly Unsubscribe[];
  #isUp = false;
  #isWanted = false;
  #timer: CallOff | null = null;
  /** Monotonic ms; a draining server names the moment to come back. */
  #notBefore = 0;
  /** The server has said how long to wait before the next try. */
  #isTold = false;

  constructor(options: ServerSocketOptions) {
    const { url, credentials, environment, extraHeaders, openWebSocket, patienceMs = 10_000 } = options;
    this.#options = options;
    this.#patienceMs = patienceMs;
    this.#backoff = new Backoff(environment);
    this.#socket = io(url, {
      transports: openWebSocket ? [transportOver(openWebSocket)] : ['websocket'],
      autoConnect: false,
      reconnection: false,
      forceNew: true,
      auth: (give) => give({ token: credentials.token ?? '' }),
      ...(extraHeaders && { extraHeaders }),
    });
    this.#socket.on('connect', () => this.#connected());
    this.#socket.on('disconnect', () => this.#lost());
    this.#socket.on('connect_error', (error) => void this.#turnedAway(error));
    this.on('server:draining', pushes['server:draining'], ({ reconnectAfterMs }) => {
      this.#notBefore = environment.monotonic() + reconnectAfterMs;
    });
    this.#unsubscribes = [
      credentials.onChange((state) => {
        if (state === 'signed-in' && !this.#isUp) this.#dial();
      }),
      environment.onNetworkBack(() => this.#networkIsBack()),
    ];
  }

  connect(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#dial();
  }

  /** Everything under way ends as `unknown`; no timer is left. */
  close(): void {
    this.#isWanted = false;
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
    this.#clearTimer();
    this.#socket.disconnect();
  }

  /** Calls `listener` with every push of this name that has its form. */
  on<T>(event: string, form: Form<T>, listener: (body: T) => void): void {
    this.#socket.on(event, (body: unknown) => {
      const read = form.safeParse(body);
      if (read.success) listener(read.data);
    });
  }

  request<T>(event: string, request: object, reply: Form<T>): Promise<Outcome<T>> {
    if (!this.#socket.connected) return Promise.resolve({ kind: 'unknown' });
    return new Promise((resolve) => {
      const finish = (outcome: Outcome<T>) => {
        callOff();
        this.#unanswered.delete(giveUp);
        resolve(outcome);
      };
      const giveUp = () => finish({ kind: 'unknown' });
      // A connection that answers nothing is no connection.
      const callOff = this.#options.environment.after(this.#patienceMs, () => this.#socket.disconnect());
      this.#unanswered.add(giveUp);
      this.#socket.emit(event, request, (body: unknown) => finish(this.#read(reply, body)));
    });
  }

  #read<T>(reply: Form<T>, body: unknown): Outcome<T> {
    const outcome = readOutcome(reply, true, body);
    if (outcome.kind === 'done') this.#backoff.reset();
    if (outcome.kind !== 'error' || !isAboutSignIn(outcome.error)) return outcome;
    void this.#options.credentials.refresh();
    this.#socket.disconnect();
    return { kind: 'unknown' };
  }

  #dial(): void {
    if (!this.#isWanted || this.#options.credentials.state === 'ended') return;
    this.#setTimer(this.#patienceMs, () => {
      this.#socket.disconnect();
      this.#failed();
    });
    this.#socket.connect();
  }

  #connected(): void {
    this.#clearTimer();
    this.#setUp(true);
  }

  /** The connection is gone, whoever has ended it. */
  #lost(): void {
    for (const giveUp of [...this.#unanswered]) giveUp();
    this.#setUp(false);
    if (this.#isWanted) this.#dialLater();
  }

  /** The handshake failed: no network, or the server said no. */
  async #turnedAway(error: Error): Promise<void> {
    this.#clearTimer();
    const refusal = wireErrorSchema.safeParse('data' in error ? error.data : undefined);
    if (refusal.success && isAboutSignIn(refusal.data)) await this.#options.credentials.refresh();
    this.#failed(refusal.data?.retryAfterMs);
  }

  #failed(retryAfterMs?: number): void {
    if (!this.#isWanted) return;
    this.#dialLater(retryAfterMs);
    this.#options.onFailure?.();
  }

  /** Soon, and not all pages of a hall at once; but whom the server has told to wait waits. */
  #networkIsBack(): void {
    if (!this.#isWanted || this.#isUp || this.#isTold) return;
    this.#backoff.reset();
    this.#dialLater();
  }

  #dialLater(retryAfterMs?: number): void {
    this.#isTold = retryAfterMs !== undefined;
    const toldMs = Math.max(0, this.#notBefore - this.#options.environment.monotonic());
    this.#setTimer(toldMs + this.#backoff.next(retryAfterMs), () => {
      this.#timer = null;
      this.#dial();
    });
  }

  #setUp(isUp: boolean): void {
    if (this.#isUp === isUp) return;
    this.#isUp = isUp;
    this.#options.onLink(isUp);
  }

  #setTimer(ms: number, callback: () => void): void {
    this.#clearTimer();
    this.#timer = this.#options.environment.after(ms, callback);
  }

  #clearTimer(): void {
    this.#timer?.();
    this.#timer = null;
  }
}
