declare global {
  interface Window {
    parikshaLine?: EarlyLine;
  }
}

/** Unless the page's own program wants it by then, it is of no use to anybody. */
const patienceMs = 20_000;

/**
 * A WebSocket that is opened, and signed in on, before the program has come that will use it. It keeps what it hears until it
 * is handed over; then everything happens once more, to the new owner. What it has said itself is not said twice.
 */
export class EarlyLine extends WebSocket {
  readonly #heard: MessageEvent[] = [];
  #greeting: string | null = null;
  #isHandedOver = false;

  constructor(url: string) {
    super(url);
    this.onmessage = (event) => void this.#heard.push(event);
    setTimeout(() => {
      if (!this.#isHandedOver) this.close();
    }, patienceMs);
  }

  /** Says this first. */
  greet(text: string): void {
    this.#greeting = text;
    const say = () => super.send(text);
    if (this.readyState === WebSocket.OPEN) say();
    else this.addEventListener('open', say, { once: true });
  }

  /** To be called once. The owner sets its handlers before it waits for anything. `null` when the line is of no use any more. */
  handOver(): WebSocket | null {
    this.#isHandedOver = true;
    if (this.readyState > WebSocket.OPEN) return null;
    queueMicrotask(() => this.#tellAgain());
    return this;
  }

  override send(data: Parameters<WebSocket['send']>[0]): void {
    const greeting = this.#greeting;
    if (greeting === null || typeof data !== 'string' || !isGreeting(data)) return super.send(data);
    this.#greeting = null;
    // Signed in as somebody else, or anew: nobody greets twice on one line, so there will be another.
    if (data !== greeting) this.close();
  }

  #tellAgain(): void {
    if (this.readyState === WebSocket.OPEN) this.onopen?.(new Event('open'));
    for (const event of this.#heard.splice(0)) this.onmessage?.(event);
  }
}

/** Socket.IO's greeting to a namespace: https://socket.io/docs/v4/socket-io-protocol/#connection-to-a-namespace */
export function greetingOf(namespace: string, token: string): string {
  return `40${namespace},${JSON.stringify({ token })}`;
}

function isGreeting(text: string): boolean {
  return text.startsWith('40');
}

export function dialEarly(): EarlyLine {
  const { origin } = location;
  window.parikshaLine = new EarlyLine(
    `${origin.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`,
  );
  return window.parikshaLine;
}

/** A WebSocket to this address: the one that was opened early, or a new one. */
export function openWebSocket(url: string): WebSocket {
  const line = window.parikshaLine;
  if (line?.url !== url) return new WebSocket(url);
  delete window.parikshaLine;
  return line.handOver() ?? new WebSocket(url);
}
