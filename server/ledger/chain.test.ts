import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandHash, examGenesis, frameHash, genesis } from './chain.ts';

/** The same by another way: each field behind its length in four bytes. */
function digestOf(...fields: readonly (string | Buffer)[]): string {
  const digest = createHash('sha256');
  for (const field of fields) {
    const bytes = Buffer.from(field);
    const length = Buffer.from([bytes.length >>> 24, bytes.length >>> 16, bytes.length >>> 8, bytes.length]);
    digest.update(length).update(bytes);
  }
  return digest.digest('hex');
}

const frame = {
  seq: 7,
  kind: 'answered',
  examSeq: 3,
  receivedAt: 1_800_000_000_000,
  body: '{"a":"é𝄞"}',
} as const;
const prev = 'ab'.repeat(32);

describe('[LOG-6] a frame’s hash', () => {
  it('covers previous hash, place, kind, exam place, arrival and exact body, each behind its length', () => {
    const { seq, kind, examSeq, receivedAt, body } = frame;
    expect(frameHash(prev, frame)).toBe(
      digestOf(Buffer.from(prev, 'hex'), `${seq}`, kind, `${examSeq}`, `${receivedAt}`, body),
    );
  });

  it('is pinned: no version of this program may compute another one', () => {
    expect(frameHash(prev, frame)).toBe('7d3ec0fdb31b854aa94a25dd0365d876980d4fe08b90abc572bd32bc9c27246b');
  });

  it.each([
    ['place', { seq: 8 }],
    ['kind', { kind: 'late' }],
    ['exam place', { examSeq: 4 }],
    ['arrival', { receivedAt: 1_800_000_000_001 }],
    ['body', { body: '{"a": "é𝄞"}' }],
  ] as const)('changes with the %s', (_, change) => {
    expect(frameHash(prev, { ...frame, ...change })).not.toBe(frameHash(prev, frame));
  });

  it('changes with the hash before it', () => {
    expect(frameHash('ac'.repeat(32), frame)).not.toBe(frameHash(prev, frame));
  });

  it('frames fields so that no text can move from one into the next', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const moved = genesis(`${a}x`, b, 'c') === genesis(a, `x${b}`, 'c');
        expect(moved).toBe(false);
        expect(genesis(a, b, 'c')).toBe(digestOf(a.toWellFormed(), b.toWellFormed(), 'c'));
      }),
    );
  });
});

it('[LOG-7] the hash before the first frame covers attempt, exam and candidate', () => {
  expect(genesis('attempt', 'exam', 'candidate')).toBe(digestOf('attempt', 'exam', 'candidate'));
});

it('[LOG-17] a command’s hash covers the one before it and every field', () => {
  const row = {
    seq: 2,
    kind: 'extend',
    scope: '{"kind":"all"}',
    body: '{"ms":1}',
    actor: 'proctor',
    commandId: 'command',
    issuedAt: 5,
  };
  const before = examGenesis('exam');
  expect(before).toBe(digestOf('exam'));
  expect(commandHash(before, row)).toBe(
    digestOf(Buffer.from(before, 'hex'), '2', 'extend', row.scope, row.body, 'proctor', 'command', '5'),
  );
});
