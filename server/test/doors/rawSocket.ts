/** A WebSocket that speaks Engine.IO and Socket.IO by hand, for what no decent client would send. */
export class RawSocket {
  readonly #socket: WebSocket;
  readonly received: string[] = [];
  /** Resolves when the connection is over, however it ended. */
  readonly closed: Promise<void>;
  readonly opened: Promise<void>;

  constructor(port: number, path = '/socket.io/?EIO=4&transport=websocket') {
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    this.#socket.addEventListener('message', ({ data }) => this.received.push(String(data)));
    this.closed = new Promise((resolve) => this.#socket.addEventListener('close', () => resolve()));
    this.opened = new Promise((resolve) => this.#socket.addEventListener('open', () => resolve()));
    this.#socket.addEventListener('error', () => undefined);
  }

  send(packet: string | Uint8Array<ArrayBuffer>): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(packet);
  }

  /** Signs in on `/candidate` and waits for the server's word. */
  async signIn(token: string): Promise<void> {
    await this.opened;
    this.send(`40/candidate,${JSON.stringify({ token })}`);
    await this.next('40/candidate');
  }

  /** The next message that begins like this; those before it are passed over. */
  async next(beginning: string): Promise<string> {
    const known = this.received.findIndex((message) => message.startsWith(beginning));
    if (known >= 0) return this.received.splice(0, known + 1).at(-1)!;
    await new Promise((resolve) => this.#socket.addEventListener('message', resolve, { once: true }));
    return this.next(beginning);
  }

  close(): void {
    this.#socket.close();
  }
}
