import { createHmac, timingSafeEqual } from 'node:crypto';

export interface MessageSealOptions {
  /** Known to the nodes of this installation and to nobody else. */
  readonly key: Uint8Array;
  /** Server time, epoch ms. */
  readonly now: () => number;
  /** Eight random bytes that name this sender. */
  readonly sender: Uint8Array;
}

const format = 1;
const senderBytes = 8;
const stampBytes = 8;
const macBytes = 32;
const headerBytes = 1 + senderBytes + stampBytes;

/** A message older than this says nothing any more, ms. It is also what two nodes' clocks may differ. */
const freshMs = 60_000;

/** Senders that are remembered: nodes restart, so there are more than nodes. */
const maxSenders = 1_000;

/**
 * Signs what a node tells the others and checks what it hears: format, sender and a stamp that only grows, then
 * HMAC-SHA-256 over channel and all of it. Nothing is believed twice, nothing that is old, and nothing on another
 * channel than that it was meant for.
 */
export class MessageSeal {
  readonly #options: MessageSealOptions;
  /** The latest stamp heard from each sender, the one heard longest ago first. */
  readonly #stamps = new Map<string, number>();
  #lastStamp = 0;

  constructor(options: MessageSealOptions) {
    this.#options = options;
  }

  seal(channel: string, message: Uint8Array): Buffer {
    const { sender, now } = this.#options;
    // Thousandths of a millisecond: room for the messages of one millisecond.
    this.#lastStamp = Math.max(this.#lastStamp + 1, Math.floor(now()) * 1_000);
    const header = Buffer.alloc(headerBytes);
    header.writeUInt8(format, 0);
    header.set(sender, 1);
    header.writeDoubleBE(this.#lastStamp, 1 + senderBytes);
    return Buffer.concat([header, this.#mac(channel, header, message), message]);
  }

  /** The message, or `null` when nobody who has the key can have sent it here just now, or it was heard before. */
  open(channel: string, sealed: Buffer): Buffer | null {
    if (sealed.length < headerBytes + macBytes || sealed.readUInt8(0) !== format) return null;
    const header = sealed.subarray(0, headerBytes);
    const mac = sealed.subarray(headerBytes, headerBytes + macBytes);
    const message = sealed.subarray(headerBytes + macBytes);
    if (!timingSafeEqual(mac, this.#mac(channel, header, message))) return null;
    return this.#isNews(header) ? message : null;
  }

  #isNews(header: Buffer): boolean {
    const sender = header.toString('hex', 1, 1 + senderBytes);
    const stamp = header.readDoubleBE(1 + senderBytes);
    if (Math.abs(this.#options.now() - stamp / 1_000) > freshMs) return false;
    if (stamp <= (this.#stamps.get(sender) ?? 0)) return false;
    this.#stamps.delete(sender);
    this.#stamps.set(sender, stamp);
    const [oldest] = this.#stamps.keys();
    if (this.#stamps.size > maxSenders && oldest !== undefined) this.#stamps.delete(oldest);
    return true;
  }

  #mac(channel: string, header: Uint8Array, message: Uint8Array): Buffer {
    const mac = createHmac('sha256', this.#options.key);
    return mac
      .update(`${Buffer.byteLength(channel)}:${channel}`)
      .update(header)
      .update(message)
      .digest();
  }
}
