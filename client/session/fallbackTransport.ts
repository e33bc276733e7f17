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
import { Emitter } from './emitter.ts';
import type { CallOff, Environment } from './environment.ts';
import type { Unsubscribe } from './observable.ts';
import { down, type HelpRequest, type Link, type Outcome, type Push, type Transport } from './transport.ts';

/** A transport that says when a connection could not be made. */
export interface Dialling extends Transport {
  onFailure(listener: () => void): Unsubscribe;
}

/** A transport that can be put aside until its next `connect`. */
export interface Resting extends Transport {
  rest(): void;
}

/** When the socket is given up for the time being. */
const patienceMs = 5_000;
const failuresAllowed = 2;

/**
 * The socket first; plain HTTP when the socket fails twice or is not up within five seconds; the socket again as soon
 * as it works. It keeps trying meanwhile.
 */
export class FallbackTransport implements Transport {
  readonly #socket: Dialling;
  readonly #http: Resting;
  readonly #environment: Environment;
  readonly #links: Emitter<Link>;
  readonly #unsubscribes: readonly Unsubscribe[];
  #usesHttp = false;
  #failures = 0;
  #patience: CallOff | null = null;

  constructor(socket: Dialling, http: Resting, environment: Environment) {
    this.#socket = socket;
    this.#http = http;
    this.#environment = environment;
    this.#links = new Emitter(environment);
    this.#unsubscribes = [
      socket.onLink((link) => (link.kind === 'up' ? this.#turnToSocket() : this.#socketLost())),
      socket.onFailure(() => this.#socketFailed()),
      http.onLink((link) => {
        if (this.#usesHttp) this.#links.emit(link);
      }),
    ];
  }

  get link(): Link {
    return this.#active.link;
  }

  connect(): void {
    this.#socket.connect();
    if (this.link.kind === 'down') this.#startPatience();
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
    this.#stopPatience();
    const wasUp = this.link.kind === 'up';
    this.#socket.close();
    this.#http.close();
    if (wasUp) this.#links.emit(down);
  }

  open(request: OpenRequest): Promise<Outcome<OpenReply>> {
    return this.#active.open(request);
  }

  stream(
    request: StreamRequest,
    onChunk: (chunk: QuestionsChunk) => void,
  ): Promise<Outcome<{ readonly count: number }>> {
    return this.#active.stream(request, onChunk);
  }

  append(request: AppendRequest): Promise<Outcome<AppendReply>> {
    return this.#active.append(request);
  }

  seal(request: SealRequest): Promise<Outcome<SealReply>> {
    return this.#active.seal(request);
  }

  help(request: HelpRequest): Promise<Outcome<HelpReply>> {
    return this.#active.help(request);
  }

  renew(): Promise<Outcome<RenewReply>> {
    return this.#active.renew();
  }

  onLink(listener: (link: Link) => void): Unsubscribe {
    return this.#links.listen(listener);
  }

  onPush(listener: (push: Push) => void): Unsubscribe {
    const both = [this.#socket.onPush(listener), this.#http.onPush(listener)];
    return () => {
      for (const unsubscribe of both) unsubscribe();
    };
  }

  get #active(): Transport {
    return this.#usesHttp ? this.#http : this.#socket;
  }

  #turnToSocket(): void {
    this.#stopPatience();
    this.#failures = 0;
    this.#usesHttp = false;
    this.#http.rest();
    this.#links.emit(this.#socket.link);
  }

  #socketLost(): void {
    if (this.#usesHttp) return;
    this.#links.emit(down);
    this.#startPatience();
  }

  #socketFailed(): void {
    this.#failures += 1;
    if (this.#failures >= failuresAllowed) this.#turnToHttp();
  }

  #turnToHttp(): void {
    this.#stopPatience();
    if (this.#usesHttp) return;
    this.#usesHttp = true;
    this.#http.connect();
  }

  #startPatience(): void {
    this.#stopPatience();
    this.#patience = this.#environment.after(patienceMs, () => this.#turnToHttp());
  }

  #stopPatience(): void {
    this.#patience?.();
    this.#patience = null;
  }
}
