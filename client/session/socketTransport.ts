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
import type { Dialling } from './fallbackTransport.ts';
import type { Unsubscribe } from './observable.ts';
import { appendReply, helpReply, openReply, pushes, renewReply, sealReply, streamReply } from './replies.ts';
import { ServerSocket, type ServerSocketOptions } from './serverSocket.ts';
import { down, type HelpRequest, type Link, type Outcome, type Push } from './transport.ts';

export interface SocketTransportOptions extends Omit<ServerSocketOptions, 'url' | 'onLink' | 'onFailure'> {
  /** Origin of the server, e.g. `https://exam.example.org`; '' for the page's own. */
  readonly baseUrl: string;
}

const up: Link = { kind: 'up', route: 'websocket' };

/** The contract over one WebSocket. */
export class SocketTransport implements Dialling {
  readonly #socket: ServerSocket;
  readonly #links: Emitter<Link>;
  readonly #pushes: Emitter<Push>;
  readonly #failures: Emitter<void>;
  readonly #chunks: Emitter<QuestionsChunk>;
  #link: Link = down;

  constructor({ baseUrl, ...options }: SocketTransportOptions) {
    const { environment } = options;
    this.#links = new Emitter(environment);
    this.#pushes = new Emitter(environment);
    this.#failures = new Emitter(environment);
    this.#chunks = new Emitter(environment);
    this.#socket = new ServerSocket({
      ...options,
      url: `${baseUrl}/candidate`,
      onLink: (isUp) => {
        this.#link = isUp ? up : down;
        this.#links.emit(this.#link);
      },
      onFailure: () => this.#failures.emit(),
    });
    this.#listen();
  }

  get link(): Link {
    return this.#link;
  }

  connect(): void {
    this.#socket.connect();
  }

  close(): void {
    this.#socket.close();
  }

  open(request: OpenRequest): Promise<Outcome<OpenReply>> {
    return this.#socket.request('attempt:open', request, openReply);
  }

  async stream(
    request: StreamRequest,
    onChunk: (chunk: QuestionsChunk) => void,
  ): Promise<Outcome<{ readonly count: number }>> {
    const unsubscribe = this.#chunks.listen(onChunk);
    try {
      return await this.#socket.request('paper:stream', request, streamReply);
    } finally {
      unsubscribe();
    }
  }

  append(request: AppendRequest): Promise<Outcome<AppendReply>> {
    return this.#socket.request('journal:append', request, appendReply);
  }

  seal(request: SealRequest): Promise<Outcome<SealReply>> {
    return this.#socket.request('attempt:seal', request, sealReply);
  }

  help({ event, body }: HelpRequest): Promise<Outcome<HelpReply>> {
    return this.#socket.request(event, body, helpReply);
  }

  renew(): Promise<Outcome<RenewReply>> {
    return this.#socket.request('session:renew', {}, renewReply);
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
    socket.on('paper:questions', pushes['paper:questions'], (chunk) => this.#chunks.emit(chunk));
    socket.on('deadline:changed', pushes['deadline:changed'], (body) =>
      this.#pushes.emit({ event: 'deadline:changed', body }),
    );
    socket.on('attempt:superseded', pushes['attempt:superseded'], (body) =>
      this.#pushes.emit({ event: 'attempt:superseded', body }),
    );
    socket.on('attempt:sealed', pushes['attempt:sealed'], (body) =>
      this.#pushes.emit({ event: 'attempt:sealed', body }),
    );
    socket.on('attempt:paused', pushes['attempt:paused'], (body) =>
      this.#pushes.emit({ event: 'attempt:paused', body }),
    );
    socket.on('attempt:resumed', pushes['attempt:resumed'], (body) =>
      this.#pushes.emit({ event: 'attempt:resumed', body }),
    );
    socket.on('notice', pushes.notice, (body) => this.#pushes.emit({ event: 'notice', body }));
  }
}
