import { describe, expect, it } from 'vitest';
import { MessageSeal } from './messageSeal.ts';

const start = 1_800_000_000_000;
const key = Buffer.alloc(32, 7);
const news = Buffer.from('news');

/** A node whose clock says what it is told. */
function node(name: number, clock = { now: start }, secret = key) {
  return new MessageSeal({ key: secret, now: () => clock.now, sender: Buffer.alloc(8, name) });
}

describe('[LIV-14] a sealed message', () => {
  it('is opened by every other node, once, and in the order in which it was sent', () => {
    const [a, b, c] = [node(1), node(2), node(3)];
    const [first, second, third] = [1, 2, 3].map((n) => a.seal('x', Buffer.from(`news ${n}`)));
    expect([b.open('x', first!)?.toString(), b.open('x', third!)?.toString()]).toEqual(['news 1', 'news 3']);
    expect([b.open('x', first!), b.open('x', second!), b.open('x', third!)]).toEqual([null, null, null]);
    expect(c.open('x', third!)).toEqual(Buffer.from('news 3'));
  });

  it('is not opened when a single bit is not what it was', () => {
    const sealed = node(1).seal('x', news);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(node(2).open('x', changed)).toBeNull();
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(node(2).open('x', sealed.subarray(0, length))).toBeNull();
    }
    expect(node(2).open('x', sealed)).toEqual(news);
  });

  it('is not opened on another channel, nor with another key', () => {
    const sealed = node(1).seal('x', news);
    expect(node(2).open('y', sealed)).toBeNull();
    expect(node(2, { now: start }, Buffer.alloc(32, 8)).open('x', sealed)).toBeNull();
  });

  it('is not opened when it is a minute old, nor when it comes from the future', () => {
    const sealed = node(1).seal('x', news);
    expect(node(2, { now: start + 60_001 }).open('x', sealed)).toBeNull();
    expect(node(3, { now: start - 60_001 }).open('x', sealed)).toBeNull();
    expect(node(4, { now: start + 59_999 }).open('x', sealed)).toEqual(news);
  });

  it('is newer than the one before it, also when the clock stands still or goes back', () => {
    const clock = { now: start };
    const [a, b] = [node(1, clock), node(2)];
    for (const back of [0, 0, 500, 1_000]) {
      clock.now = start - back;
      expect(b.open('x', a.seal('x', news))).toEqual(news);
    }
  });
});
