import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../client/session/cli/random.ts';
import { FrameError, FrameReader, opcodes, textFrame } from './frames.ts';

/** A frame as a server sends it: not masked. */
function serverFrame(opcode: number, payload: Buffer, isLast = true): Buffer {
  const head = [(isLast ? 0x80 : 0) | opcode];
  if (payload.length < 126) head.push(payload.length);
  else if (payload.length < 65_536) head.push(126, payload.length >> 8, payload.length & 0xff);
  else {
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(payload.length));
    head.push(127, ...length);
  }
  return Buffer.concat([Buffer.from(head), payload]);
}

/** Takes the mask off again, as RFC 6455, section 5.3, says. */
function unmasked(frame: Buffer): { opcode: number; payload: string } {
  const short = frame[1]! & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  const mask = frame.subarray(2 + extended, 6 + extended);
  const payload = Buffer.from(frame.subarray(6 + extended).map((byte, at) => byte ^ mask[at % 4]!));
  expect(frame[1]! & 0x80).toBe(0x80);
  const length =
    extended === 0 ? short : extended === 2 ? frame.readUInt16BE(2) : Number(frame.readBigUInt64BE(2));
  expect(length).toBe(payload.length);
  return { opcode: frame[0]! & 0x0f, payload: payload.toString('latin1') };
}

describe('[BEN-3] the frames of a generator', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 70_000])('hold %i bytes behind a mask', (length) => {
    const text = 'answer '.repeat(length).slice(0, length);
    expect(unmasked(textFrame(text, 0x8f01c3d7))).toEqual({ opcode: opcodes.text, payload: text });
  });

  it('are read however the network cuts them', () => {
    const payloads = ['', 'a', 'x'.repeat(125), 'y'.repeat(300), 'z'.repeat(70_000)].map((text) =>
      Buffer.from(text),
    );
    const stream = Buffer.concat(payloads.map((payload) => serverFrame(opcodes.text, payload)));
    const random = seededRandom(11);
    for (let round = 0; round < 50; round += 1) {
      const read: string[] = [];
      const reader = new FrameReader((_opcode, payload) => read.push(payload.toString()));
      for (let at = 0; at < stream.length; ) {
        const length = 1 + Math.floor(random() ** 4 * stream.length);
        const chunk = Buffer.from(stream.subarray(at, at + length));
        reader.push(chunk);
        // Whoever reads next uses the same buffer.
        chunk.fill(0xff);
        at += length;
      }
      expect(read).toEqual(payloads.map(String));
    }
  });

  it('join fragments, with a ping between them', () => {
    const read: [number, string][] = [];
    const reader = new FrameReader((opcode, payload) => read.push([opcode, payload.toString()]));
    reader.push(serverFrame(opcodes.text, Buffer.from('one '), false));
    reader.push(serverFrame(opcodes.ping, Buffer.from('p')));
    reader.push(serverFrame(opcodes.continuation, Buffer.from('two '), false));
    reader.push(serverFrame(opcodes.continuation, Buffer.from('three')));
    expect(read).toEqual([
      [opcodes.ping, 'p'],
      [opcodes.text, 'one two three'],
    ]);
  });

  it('are refused when they are masked or compressed', () => {
    const reader = new FrameReader(() => undefined);
    expect(() => reader.push(textFrame('masked', 1))).toThrow(FrameError);
    expect(() => new FrameReader(() => undefined).push(Buffer.from([0xc1, 0]))).toThrow(FrameError);
  });
});
