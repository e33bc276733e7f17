import type { Backoff } from '../../client/session/backoff.ts';
import { Connection, type ConnectionEvents, type OnAck } from './connection.ts';
import type { Hall } from './hall.ts';

export interface LineOptions {
  /** Of the candidate in the run. */
  readonly number: number;
  /** Which of the candidate's pages it is, from 0 on; each begins at another node. */
  readonly device: number;
  /** 0, or how long everything travels to and from this candidate, ms. */
  readonly delayMs: number;
  readonly backoff: Backoff;
  readonly token: () => string;
}

export interface LineOwner {
  /** Signed in: requests may be sent. */
  onJoined(): void;
  onEvent(name: string, body: string): void;
  /** There is no connection any more. Says whether to come back. */
  onDown(reason: string): boolean;
}

const handshakePatienceMs = 20_000;

/** A page's way to the server: one connection at a time, and after its loss another one, to another node. */
export class Line implements ConnectionEvents {
  readonly #hall: Hall;
  readonly #options: LineOptions;
  readonly #owner: LineOwner;
  #connection: Connection | null = null;
  #endpoint: number;
  #isWanted = false;
  /** Not to come back before, epoch ms: a draining server says so. */
  #notBefore = 0;

  constructor(hall: Hall, options: LineOptions, owner: LineOwner) {
    this.#hall = hall;
    this.#options = options;
    this.#owner = owner;
    this.#endpoint = (options.number + options.device) % hall.endpoints.length;
  }

  /** There is a connection, or one is being made. */
  get isThere(): boolean {
    return this.#connection !== null;
  }

  /** Place of the node among the endpoints. */
  get endpoint(): number {
    return this.#endpoint;
  }

  come(): void {
    this.#isWanted = true;
    this.#dial();
  }

  /** Without a connection nothing happens. */
  request(event: string, body: string, onAck: OnAck): void {
    this.#connection?.request(event, body, onAck);
  }

  /** The network goes away without a word. */
  cut(): void {
    this.#connection?.cut();
  }

  leave(): void {
    this.#isWanted = false;
    this.#connection?.close();
  }

  stayAwayFor(ms: number): void {
    this.#notBefore = this.#hall.now() + ms;
  }

  onJoined(): void {
    this.#owner.onJoined();
  }

  onEvent(name: string, body: string): void {
    this.#owner.onEvent(name, body);
  }

  onClosed(reason: string): void {
    const { now, environment } = this.#hall;
    this.#connection = null;
    if (!this.#owner.onDown(reason)) return;
    this.#endpoint = this.#otherEndpoint();
    const wait = Math.max(0, this.#notBefore - now()) + this.#options.backoff.next();
    environment.after(wait, () => this.#dial());
  }

  #dial(): void {
    const endpoint = this.#hall.endpoints[this.#endpoint];
    if (!this.#isWanted || this.#connection !== null || endpoint === undefined) return;
    const { number, delayMs, token } = this.#options;
    const options = {
      endpoint,
      token: token(),
      localAddress: this.#hall.localAddressOf(number),
      delayMs,
      patienceMs: handshakePatienceMs,
    };
    this.#connection = new Connection(this.#hall.connections, options, this);
  }

  /** Not the one that has just failed: a proxy in front of the nodes would have noticed as well. */
  #otherEndpoint(): number {
    const { endpoints, environment } = this.#hall;
    if (endpoints.length === 1) return 0;
    const step = 1 + Math.floor(environment.random() * (endpoints.length - 1));
    return (this.#endpoint + step) % endpoints.length;
  }
}
