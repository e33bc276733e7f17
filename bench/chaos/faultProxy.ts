import { once } from 'node:events';
import { createServer, type Server, Socket } from 'node:net';

/** `Z`: the server is ready for the next query, so it has committed the last one (protocol 3.0, "ReadyForQuery"). */
const readyForQuery = 0x5a;
/** `S`, "Sync": kind and length. */
const sync = 0x53;
const syncBytes = 5;

/**
 * Stands between a node and its database and spoils the connection between them, at a moment that the test chooses: the
 * methods resolve when it has happened.
 */
export class FaultProxy {
  /** Connection string of the same database, by way of this proxy. */
  readonly url: string;
  readonly #server: Server;
  readonly #target: URL;
  readonly #pairs = new Set<Pair>();
  #refusing = false;
  #silent = false;
  #onAbandoned: (() => void) | null = null;
  #onReply: ((pair: Pair) => void) | null = null;
  #onRequest: ((pair: Pair, bytes: Buffer) => void) | null = null;
  #cutAfterBytes: { left: number; done: () => void } | null = null;

  private constructor(server: Server, target: URL, port: number) {
    this.#server = server;
    this.#target = target;
    const url = new URL(target);
    url.hostname = '127.0.0.1';
    url.port = String(port);
    this.url = url.href;
    server.on('connection', (client) => this.#accept(client));
  }

  static async start(databaseUrl: string): Promise<FaultProxy> {
    const server = createServer({ noDelay: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('The proxy has no port.');
    return new FaultProxy(server, new URL(databaseUrl), address.port);
  }

  /** The `nth` next statement is committed; its reply never arrives, and the connection is gone. */
  loseReply(nth = 1): Promise<void> {
    let left = nth;
    return new Promise((resolve) => {
      this.#onReply = (pair) => {
        left -= 1;
        if (left > 0) return;
        this.#onReply = null;
        pair.cut();
        resolve();
      };
    });
  }

  /** The next bytes from the node never reach the database, and the connection is gone. */
  loseRequest(): Promise<void> {
    return this.#atRequest((pair) => pair.cut());
  }

  /** The next bytes from the node reach the database; what it makes of them nobody is told. */
  cutBehindRequest(): Promise<void> {
    return this.#atRequest((pair, bytes) => {
      pair.database.write(bytes, () => pair.cut());
    });
  }

  /** Cuts the connection on which the given number of bytes has come from the node, counted from now on. */
  cutAfterBytes(count: number): Promise<void> {
    return new Promise((done) => {
      this.#cutAfterBytes = { left: count, done };
    });
  }

  /**
   * The next statement reaches the database but for its last message, `Sync`, which commits it: PostgreSQL has carried it
   * out and keeps its locks. Nothing passes on that connection any more; resolves then.
   */
  holdBeforeCommit(): Promise<void> {
    return new Promise((resolve) => {
      this.#onRequest = (pair, bytes) => {
        if (bytes.at(-syncBytes) !== sync) {
          pair.database.write(bytes);
          return;
        }
        this.#onRequest = null;
        pair.database.write(bytes.subarray(0, -syncBytes));
        pair.isHeld = true;
        resolve();
      };
    });
  }

  /** From now on everything is swallowed. Resolves when the node has given a connection up. */
  fallSilent(): Promise<void> {
    this.#silent = true;
    return new Promise((resolve) => {
      this.#onAbandoned = resolve;
    });
  }

  /** From now on nobody gets through. */
  refuse(): void {
    this.#refusing = true;
    this.cutAll();
  }

  /** New connections work again. Those that fell silent are gone. */
  heal(): void {
    this.#refusing = false;
    for (const pair of [...this.#pairs]) if (this.#silent || pair.isHeld) pair.cut();
    this.#silent = false;
  }

  cutAll(): void {
    for (const pair of [...this.#pairs]) pair.cut();
  }

  async close(): Promise<void> {
    this.cutAll();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #atRequest(then: (pair: Pair, bytes: Buffer) => void): Promise<void> {
    return new Promise((resolve) => {
      this.#onRequest = (pair, bytes) => {
        this.#onRequest = null;
        then(pair, bytes);
        resolve();
      };
    });
  }

  #accept(client: Socket): void {
    if (this.#refusing) {
      client.destroy();
      return;
    }
    const database = new Socket();
    database.setNoDelay(true);
    database.connect(Number(this.#target.port || 5432), this.#target.hostname);
    const pair = new Pair(client, database, () => this.#pairs.delete(pair));
    this.#pairs.add(pair);
    client.on('close', () => this.#onAbandoned?.());
    client.on('data', (bytes) => this.#fromNode(pair, bytes));
    database.on('data', (bytes) => this.#fromDatabase(pair, bytes));
  }

  #fromNode(pair: Pair, bytes: Buffer): void {
    if (this.#silent || pair.isHeld) return;
    if (this.#onRequest !== null) {
      this.#onRequest(pair, bytes);
      return;
    }
    const limit = this.#cutAfterBytes;
    if (limit !== null && bytes.length >= limit.left) {
      this.#cutAfterBytes = null;
      pair.database.write(bytes.subarray(0, limit.left), () => pair.cut());
      limit.done();
      return;
    }
    if (limit !== null) limit.left -= bytes.length;
    pair.database.write(bytes);
  }

  #fromDatabase(pair: Pair, bytes: Buffer): void {
    if (this.#silent || pair.isHeld) return;
    // The last message of a reply has six bytes: its kind, its length and the state of the transaction.
    if (this.#onReply !== null && bytes.at(-6) === readyForQuery) this.#onReply(pair);
    if (!pair.isCut) pair.client.write(bytes);
  }
}

/** A connection from a node and the one to the database that belongs to it. */
class Pair {
  readonly client: Socket;
  readonly database: Socket;
  readonly #onCut: () => void;
  isCut = false;
  isHeld = false;

  constructor(client: Socket, database: Socket, onCut: () => void) {
    this.client = client;
    this.database = database;
    this.#onCut = onCut;
    for (const socket of [client, database]) {
      socket.on('error', () => this.cut());
      socket.on('close', () => this.cut());
    }
  }

  cut(): void {
    if (this.isCut) return;
    this.isCut = true;
    this.client.destroy();
    this.database.destroy();
    this.#onCut();
  }
}
