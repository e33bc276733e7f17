import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import type { RoomOpenReply, RoomOpenRequest } from '../../../../server/protocol/proctor.ts';
import { Backoff } from '../../../session/backoff.ts';
import type { Credentials } from '../../../session/credentials.ts';
import type { CallOff, Environment } from '../../../session/environment.ts';
import type { Form } from '../../../session/form.ts';
import { readOutcome } from '../../../session/httpApi.ts';
import { renewReply, wireErrorSchema } from '../../../session/replies.ts';
import { isAboutSignIn, type Outcome } from '../../../session/transport.ts';
import type { RoomLink, RoomListener } from './roomLink.ts';
import { roomDelta, roomDropped, roomOpenReply, roomPage } from './wire.ts';

/** A handshake or request without an answer for so long is taken as a dead connection. */
const patienceMs = 10_000;

const draining = z.object({ reconnectAfterMs: z.number().min(0) });

/** The room over one WebSocket. Reconnects with full jitter, and renews the sign-in when that is what is missing. */
export class RoomSocket implements RoomLink {
  readonly #credentials: Credentials;
  readonly #environment: Environment;
  readonly #backoff: Backoff;
  readonly #socket: Socket;
  readonly #unanswered = new Set<() => void>();
  #unsubscribes: readonly CallOff[] = [];
  #listener: RoomListener | null = null;
  #timer: CallOff | null = null;
  /** Monotonic ms; a draining server names the moment to come back. */
  #notBefore = 0;

  constructor(baseUrl: string, credentials: Credentials, environment: Environment) {
    this.#credentials = credentials;
    this.#environment = environment;
    this.#backoff = new Backoff(environment);
    this.#socket = io(`${baseUrl}/proctor`, {
      transports: ['websocket'],
      autoConnect: false,
      reconnection: false,
      forceNew: true,
      auth: (give) => give({ token: credentials.token ?? '' }),
    });
  }

  connect(listener: RoomListener): void {
    this.#listener = listener;
    const socket = this.#socket;
    socket.on('connect', () => {
      this.#clearTimer();
      listener.onLink(true);
    });
    socket.on('disconnect', () => this.#lost());
    socket.on('connect_error', (error) => void this.#turnedAway(error));
    this.#on('room:page', roomPage, listener.onPage);
    this.#on('room:delta', roomDelta, listener.onDelta);
    this.#on('room:dropped', roomDropped, listener.onDropped);
    this.#on('server:draining', draining, ({ reconnectAfterMs }) => {
      this.#notBefore = this.#environment.monotonic() + reconnectAfterMs;
    });
    this.#credentials.keepFresh(() => this.#request('session:renew', {}, renewReply));
    this.#unsubscribes = [
      this.#credentials.onChange((state) => {
        if (state === 'signed-in' && !socket.connected) this.#dial();
      }),
      this.#environment.onNetworkBack(() => {
        if (!socket.connected) this.#dialLater();
      }),
    ];
    this.#dial();
  }

  open(request: RoomOpenRequest): Promise<Outcome<RoomOpenReply>> {
    return this.#request('room:open', request, roomOpenReply);
  }

  closeRoom(roomId: string): void {
    if (this.#socket.connected) this.#socket.emit('room:close', { roomId }, () => {});
  }

  close(): void {
    this.#listener = null;
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
    this.#clearTimer();
    this.#socket.disconnect();
    this.#socket.off();
  }

  #on<T>(event: string, schema: Form<T>, listener: (body: T) => void): void {
    this.#socket.on(event, (body: unknown) => {
      const read = schema.safeParse(body);
      if (read.success) listener(read.data);
    });
  }

  #dial(): void {
    if (this.#listener === null || this.#credentials.state === 'ended') return;
    this.#setTimer(patienceMs, () => {
      this.#socket.disconnect();
      this.#dialLater();
    });
    this.#socket.connect();
  }

  #lost(): void {
    for (const giveUp of [...this.#unanswered]) giveUp();
    this.#listener?.onLink(false);
    this.#dialLater();
  }

  /** The handshake failed: no network, or the server said no. */
  async #turnedAway(error: Error): Promise<void> {
    this.#clearTimer();
    const refusal = wireErrorSchema.safeParse('data' in error ? error.data : undefined);
    if (refusal.success && isAboutSignIn(refusal.data)) await this.#credentials.refresh();
    this.#listener?.onLink(false);
    this.#dialLater(refusal.data?.retryAfterMs);
  }

  #dialLater(retryAfterMs?: number): void {
    if (this.#listener === null) return;
    const toldMs = Math.max(0, this.#notBefore - this.#environment.monotonic());
    this.#setTimer(toldMs + this.#backoff.next(retryAfterMs), () => this.#dial());
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
      const callOff = this.#environment.after(patienceMs, () => this.#socket.disconnect());
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
