/** WebSocket frames as a client needs them (RFC 6455), with as little work for each as can be. */

const textOpcode = 0x1;
const shortLimit = 126;
const longMark = 127;
const mediumLimit = 65_536;
const finBit = 0x80;
const maskBit = 0x80;

/** Frame types that {@link FrameReader} hands over. */
export const opcodes = { continuation: 0x0, text: textOpcode, close: 0x8, ping: 0x9, pong: 0xa } as const;

/** One masked frame that holds `text`, which is ASCII. `mask` is any 32 bits; a client draws them anew for each frame. */
export function textFrame(text: string, mask: number): Buffer {
  return maskedFrame(textOpcode, Buffer.from(text, 'latin1'), mask);
}

/** A masked frame of any kind. Fragments are never sent. */
export function maskedFrame(opcode: number, payload: Buffer, mask: number): Buffer {
  const { length } = payload;
  const extended = length < shortLimit ? 0 : length < mediumLimit ? 2 : 8;
  const start = 2 + extended + 4;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = finBit | opcode;
  if (extended === 0) frame[1] = maskBit | length;
  else if (extended === 2) {
    frame[1] = maskBit | shortLimit;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = maskBit | longMark;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.writeUInt32BE(mask >>> 0, start - 4);
  for (let at = 0; at < length; at += 1) {
    frame[start + at] = (payload[at] ?? 0) ^ (mask >>> (24 - 8 * (at & 3)));
  }
  return frame;
}

/** What comes in is not a WebSocket stream as a server may send it. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

const nothing = Buffer.alloc(0);

/** Takes a server's byte stream apart. Fragments are joined; control frames may come between them. */
export class FrameReader {
  readonly #onFrame: (opcode: number, payload: Buffer) => void;
  #rest = nothing;
  #fragments: Buffer[] | null = null;
  #fragmentsOpcode = 0;

  /** The payload is lent: it may be overwritten once the callback has returned. */
  constructor(onFrame: (opcode: number, payload: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  /** `chunk` may be overwritten after the call. @throws FrameError */
  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (;;) {
      const end = this.#readOne(bytes, at);
      if (end === at) break;
      at = end;
    }
    this.#rest = at === bytes.length ? nothing : Buffer.from(bytes.subarray(at));
  }

  /** The place behind the frame at `at`; `at` itself while the frame is not all there. */
  #readOne(bytes: Buffer, at: number): number {
    if (bytes.length < at + 2) return at;
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    if ((first & 0x70) !== 0 || (second & maskBit) !== 0) {
      throw new FrameError('The server sent a frame that is compressed, masked or not a WebSocket frame.');
    }
    let start = at + 2;
    let length = second;
    if (second === shortLimit) {
      if (bytes.length < at + 4) return at;
      length = bytes.readUInt16BE(at + 2);
      start = at + 4;
    } else if (second === longMark) {
      if (bytes.length < at + 10) return at;
      length = Number(bytes.readBigUInt64BE(at + 2));
      start = at + 10;
    }
    const end = start + length;
    if (bytes.length < end) return at;
    this.#deliver((first & finBit) !== 0, first & 0x0f, bytes.subarray(start, end));
    return end;
  }

  #deliver(isLast: boolean, opcode: number, payload: Buffer): void {
    const isControl = opcode >= opcodes.close;
    if (isControl || (isLast && this.#fragments === null)) {
      this.#onFrame(opcode, payload);
      return;
    }
    if (this.#fragments === null) this.#fragmentsOpcode = opcode;
    const fragments = [...(this.#fragments ?? []), Buffer.from(payload)];
    this.#fragments = isLast ? null : fragments;
    if (isLast) this.#onFrame(this.#fragmentsOpcode, Buffer.concat(fragments));
  }
}
