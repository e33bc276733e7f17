import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { FrameReader, maskedFrame, opcodes, textFrame } from './frames.ts';
import { connectPacket, eventPacket, type Namespace, pong, readPacket } from './packets.ts';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}

/** What all connections of a process share. */
export interface ConnectionSurroundings {
  /** 32 random bits. */
  readonly mask: () => number;
  /** Chunks are read into it one after the other, so that a connection that rests holds no buffer. */
  readonly readBuffer: Buffer;
  readonly after: (ms: number, then: () => void) => () => void;
}

export interface DialOptions {
  readonly endpoint: Endpoint;
  readonly token: string;
  /** Joined on it; absent: the candidates'. */
  readonly namespace?: Namespace;
  /** Own address to connect from; absent: the system's choice. */
  readonly localAddress?: string | undefined;
  /** A bad network: everything travels this much longer, ms each way. 0: as it is. */
  readonly delayMs: number;
  /** From dialling to having joined, ms. */
  readonly patienceMs: number;
}

export interface ConnectionEvents {
  /** Signed in: requests may be sent. */
  onJoined(): void;
  onEvent(name: string, body: string): void;
  /** Once, whatever the cause. Requests without an answer stay without. */
  onClosed(reason: string): void;
}

/** Called with the JSON text of the array that holds the reply. */
export type OnAck = (body: string) => void;

const headEnd = '\r\n\r\n';
const longestHead = 16_384;

/** One WebSocket with a Socket.IO namespace joined on it. A browser does the same; this one does nothing else. */
export class Connection {
  readonly #surroundings: ConnectionSurroundings;
  readonly #options: DialOptions;
  readonly #events: ConnectionEvents;
  readonly #socket: Socket;
  readonly #reader: FrameReader;
  readonly #waiting = new Map<number, OnAck>();
  #lastAck = 0;
  /** The response to the upgrade as far as it has come; `null` once it is through. */
  #head: string | null = '';
  #callOff: () => void;
  #isClosed = false;

  constructor(surroundings: ConnectionSurroundings, options: DialOptions, events: ConnectionEvents) {
    this.#surroundings = surroundings;
    this.#options = options;
    this.#events = events;
    this.#reader = new FrameReader((opcode, payload) => this.#onFrame(opcode, payload));
    this.#socket = this.#dial();
    this.#callOff = surroundings.after(options.patienceMs, () => this.#fail('no answer to the handshake'));
  }

  /** Sends an event; `body` is the JSON text of its argument, in ASCII. */
  request(event: string, body: string, onAck: OnAck): void {
    this.#lastAck += 1;
    this.#waiting.set(this.#lastAck, onAck);
    this.#send(eventPacket(event, body, this.#lastAck, this.#options.namespace));
  }

  /** Closes without a word, like a network that goes away. `onClosed` is called. */
  cut(): void {
    this.#fail('cut');
  }

  /** Ends the connection as a page that is closed does. */
  close(): void {
    if (this.#isClosed) return;
    this.#socket.end(maskedFrame(opcodes.close, Buffer.alloc(0), this.#surroundings.mask()));
    this.#finish('closed');
  }

  #dial(): Socket {
    const { endpoint, localAddress } = this.#options;
    const { host, port, isTls } = endpoint;
    const onData = (chunk: Buffer) => this.#onData(chunk);
    const onConnected = () => socket.write(this.#upgradeRequest());
    const socket = isTls
      ? connectTls({ host, port, servername: host, ALPNProtocols: ['http/1.1'] }, onConnected).on(
          'data',
          onData,
        )
      : connectTcp(
          {
            host,
            port,
            ...(localAddress !== undefined && { localAddress }),
            noDelay: true,
            onread: {
              buffer: this.#surroundings.readBuffer,
              callback: (length, buffer) => {
                onData(Buffer.from(buffer.buffer, buffer.byteOffset, length));
                return true;
              },
            },
          },
          onConnected,
        );
    socket.on('error', (error) => this.#fail(error.message));
    socket.on('end', () => this.#fail('the server closed the connection'));
    socket.on('close', () => this.#fail('the connection was lost'));
    return socket;
  }

  #upgradeRequest(): string {
    const { host, port } = this.#options.endpoint;
    const key = Buffer.alloc(16);
    for (let at = 0; at < key.length; at += 4) key.writeUInt32BE(this.#surroundings.mask() >>> 0, at);
    return [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      `Host: ${host}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key.toString('base64')}`,
      '',
      '',
    ].join('\r\n');
  }

  #onData(chunk: Buffer): void {
    const { delayMs } = this.#options;
    if (delayMs === 0) return this.#take(chunk);
    const copy = Buffer.from(chunk);
    this.#surroundings.after(delayMs, () => this.#take(copy));
  }

  #take(chunk: Buffer): void {
    if (this.#isClosed) return;
    try {
      if (this.#head === null) this.#reader.push(chunk);
      else this.#takeHead(this.#head + chunk.toString('latin1'));
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #takeHead(text: string): void {
    const end = text.indexOf(headEnd);
    const isRefused = text.length >= 12 && !text.startsWith('HTTP/1.1 101');
    if (isRefused) return this.#fail(`the server refused the WebSocket: ${refusalIn(text)}`);
    if (end === -1) {
      this.#head = text;
      if (text.length > longestHead) this.#fail('the server answered with something else than HTTP');
      return;
    }
    this.#head = null;
    const rest = Buffer.from(text.slice(end + headEnd.length), 'latin1');
    if (rest.length > 0) this.#reader.push(rest);
  }

  #onFrame(opcode: number, payload: Buffer): void {
    switch (opcode) {
      case opcodes.text:
        return this.#onPacket(payload.toString('utf8'));
      case opcodes.ping:
        this.#write(maskedFrame(opcodes.pong, payload, this.#surroundings.mask()));
        return;
      case opcodes.close:
        return this.#fail('the server closed the connection');
    }
  }

  #onPacket(text: string): void {
    const packet = readPacket(text, this.#options.namespace);
    switch (packet.kind) {
      case 'open':
        return this.#send(connectPacket(this.#options.token, this.#options.namespace));
      case 'ping':
        return this.#send(pong);
      case 'joined':
        this.#callOff();
        return this.#events.onJoined();
      case 'refused':
        return this.#fail(`refused: ${packet.body}`);
      case 'left':
        return this.#fail('the server ended the connection');
      case 'event':
        return this.#events.onEvent(packet.name, packet.body);
      case 'ack': {
        const onAck = this.#waiting.get(packet.id);
        this.#waiting.delete(packet.id);
        return onAck?.(packet.body);
      }
      case 'other':
        return;
    }
  }

  #send(packet: string): void {
    if (!this.#isClosed) this.#write(textFrame(packet, this.#surroundings.mask()));
  }

  #write(frame: Buffer): void {
    const { delayMs } = this.#options;
    if (delayMs === 0) this.#socket.write(frame);
    else
      this.#surroundings.after(delayMs, () => {
        if (!this.#isClosed) this.#socket.write(frame);
      });
  }

  #fail(reason: string): void {
    if (this.#isClosed) return;
    this.#socket.destroy();
    this.#finish(reason);
  }

  #finish(reason: string): void {
    this.#isClosed = true;
    this.#callOff();
    this.#waiting.clear();
    this.#events.onClosed(reason);
  }
}

/** The status line and what the body says, as far as it has come. */
function refusalIn(text: string): string {
  const [status = ''] = text.split('\r\n');
  const end = text.indexOf(headEnd);
  return end === -1 ? status : `${status} ${text.slice(end + headEnd.length)}`.trim();
}
