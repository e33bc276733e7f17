import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AnswerBook } from '../answerBook.ts';
import type { BenchRecord } from '../records.ts';
import { checkAttempt, type LoggedAttempt, type LogRow } from './checkAttempt.ts';
import { collectTestimonies } from './testimony.ts';

const attemptId = '019aa001-7e4f-7bbb-8d1c-0123456789ab';
const examId = '019aa001-0000-7bbb-8d1c-0123456789ab';
const candidateId = '019aa001-1111-7bbb-8d1c-0123456789ab';
const openedAt = 1_795_000_000_000;
const deadlineAt = openedAt + 60_000;
const graceMs = 5_000;
const book: AnswerBook = {
  questions: [
    { id: 'q1', values: ['"A"', '"B"'] },
    { id: 'q2', values: ['["A","C"]', '{"r1":["p"]}', '"\\u092e\\u0941\\u0902\\u092c\\u0908"'] },
  ],
};

type Draft = Pick<LogRow, 'kind' | 'body' | 'open'> & Partial<LogRow>;

/** The documented formula, written once more. */
function hashed(drafts: readonly Draft[]): LogRow[] {
  const framed = (fields: readonly (string | Buffer)[]) => {
    const parts = fields.map((field) => Buffer.from(field as string));
    const lengths = parts.map((part) =>
      Buffer.from([part.length >>> 24, part.length >>> 16, part.length >>> 8, part.length]),
    );
    return createHash('sha256')
      .update(Buffer.concat(parts.flatMap((part, index) => [lengths[index]!, part])))
      .digest('hex');
  };
  let prev = framed([attemptId, examId, candidateId]);
  return drafts.map((draft, index) => {
    const row = { seq: index + 1, examSeq: 0, receivedAt: openedAt + index, hash: '', ...draft };
    const { seq, kind, examSeq, receivedAt, body } = row;
    prev = framed([Buffer.from(prev, 'hex'), `${seq}`, kind, `${examSeq}`, `${receivedAt}`, body]);
    return { ...row, hash: row.hash || prev };
  });
}

const opened: Draft = { kind: 'opened', body: JSON.stringify({ deviceId: 'd', deadlineAt }), open: true };
const answer = (questionId: string, value: unknown, at: number, marked = false) => ({
  kind: 'answer',
  questionId,
  value,
  marked,
  at,
});
const answered = (from: number, entries: readonly object[], more: object = {}): Draft => ({
  kind: 'answered',
  body: JSON.stringify({ epoch: 1, from, entries, refused: [], ...more }),
  open: true,
});
const late = (from: number, entries: readonly object[], open = false): Draft => ({
  kind: 'late',
  body: JSON.stringify({ epoch: 1, from, entries, why: 'sealed' }),
  open,
});
const sealed: Draft = { kind: 'sealed', body: JSON.stringify({ reason: 'submitted' }), open: false };

/** What the candidate has sent: three entries in two appends. */
const first = answer('q1', 'B', 11);
const second = answer('q2', ['A', 'C'], 12, true);
const third = answer('q2', 'मुंबई', 13);
const about = { candidate: 0, epoch: 1 };
const invoked = (n: number, question: number, value: number, at: number, marked = false): BenchRecord => ({
  kind: 'invoked',
  ...about,
  n,
  what: marked ? 'marked-answer' : 'answer',
  question,
  value,
  at,
  sentAt: openedAt + at,
});
const sent: readonly BenchRecord[] = [
  { kind: 'opened', ...about, attemptId, deadlineAt },
  invoked(1, 0, 1, 11),
  invoked(2, 1, 0, 12, true),
  { kind: 'acked', ...about, through: 2, as: 'answered', at: openedAt + 20 },
  invoked(3, 1, 2, 13),
];
const ackedThird: BenchRecord = { kind: 'acked', ...about, through: 3, as: 'answered', at: openedAt + 30 };
const all = [...sent, ackedThird];
const honest = [opened, answered(1, [first, second]), answered(3, [third])];

interface Case {
  readonly rows: readonly Draft[];
  readonly records: readonly BenchRecord[];
  readonly seals?: readonly number[];
}

function faultsOf({ rows, records, seals = [] }: Case, change = (log: LogRow[]) => log): string[] {
  const attempt: LoggedAttempt = {
    attemptId,
    examId,
    candidateId,
    rows: change(hashed(rows)),
    submissions: seals.map((sealSeq) => ({ sealSeq })),
  };
  const told = collectTestimonies(records).get(0)!;
  const found: string[] = [];
  checkAttempt(attempt, told, book, graceMs, (fault, message) => found.push(`${fault}: ${message}`));
  return found;
}

const kinds = (found: readonly string[]) => [...new Set(found.map((each) => each.split(':')[0]))];

describe('a log that holds what was promised', () => {
  it('[BEN-5, BEN-6, BEN-7, BEN-8, BEN-9, BEN-10] has no fault', () => {
    const head = hashed(honest).at(-1)!.hash;
    const receipt: BenchRecord = { kind: 'sealed', ...about, sealSeq: 4, through: 3, head };
    expect(faultsOf({ rows: honest, records: all })).toEqual([]);
    expect(faultsOf({ rows: [...honest, sealed], records: [...all, receipt], seals: [4] })).toEqual([]);
  });

  it('[BEN-5] may lack what was never acknowledged, or have it', () => {
    const unknown: BenchRecord = { kind: 'unknown', ...about, from: 3, count: 1 };
    expect(faultsOf({ rows: honest.slice(0, 2), records: [...sent, unknown] })).toEqual([]);
    expect(faultsOf({ rows: honest, records: [...sent, unknown] })).toEqual([]);
  });

  it('[BEN-8] may keep late entries behind the seal, as late ones', () => {
    const records = [...sent, { ...ackedThird, as: 'late' } as const];
    expect(
      faultsOf({ rows: [...honest.slice(0, 2), sealed, late(3, [third])], records, seals: [3] }),
    ).toEqual([]);
  });
});

describe('a corrupted log', () => {
  it('[BEN-5] that lacks an acknowledged entry is caught', () => {
    expect(faultsOf({ rows: honest.slice(0, 2), records: all })).toEqual([
      'ackedButLost: entry 3 of epoch 1 was acknowledged and is not there',
    ]);
  });

  it('[BEN-5] that lacks the seal of a receipt, or its submission, is caught', () => {
    const receipt: BenchRecord = { kind: 'sealed', ...about, sealSeq: 4, through: 3, head: 'ab' };
    expect(kinds(faultsOf({ rows: honest, records: [...all, receipt] }))).toEqual(['ackedButLost']);
    expect(kinds(faultsOf({ rows: [...honest, sealed], records: all }))).toEqual(['ackedButLost']);
  });

  it.each([
    ['another value', [first, answer('q2', ['A'], 12, true)]],
    ['another question', [first, answer('q1', ['A', 'C'], 12, true)]],
    ['another mark', [first, answer('q2', ['A', 'C'], 12)]],
    ['another time', [first, answer('q2', ['A', 'C'], 99, true)]],
    ['something more', [first, { ...second, note: 1 }]],
    ['something else', [first, { kind: 'observed', type: 'x', at: 12 }]],
    ['the entries exchanged', [second, first]],
  ])('[BEN-6] with %s is caught', (_what, entries) => {
    const rows = [opened, answered(1, entries), answered(3, [third])];
    expect(kinds(faultsOf({ rows, records: all }))).toEqual(['wrongValue']);
  });

  it('[BEN-6] with an entry that nobody sent, or one twice, is caught', () => {
    expect(kinds(faultsOf({ rows: [...honest, answered(4, [third])], records: all }))).toEqual([
      'wrongValue',
    ]);
    expect(kinds(faultsOf({ rows: [...honest, answered(3, [third])], records: all }))).toEqual([
      'wrongValue',
    ]);
    const otherEpoch = answered(1, [first], { epoch: 2 });
    expect(kinds(faultsOf({ rows: [...honest, otherEpoch], records: all }))).toEqual(['wrongValue']);
  });

  it('[BEN-6] that tells another story of refusal or lateness than the candidate was told is caught', () => {
    const refusing = answered(3, [third], { refused: [{ n: 3, code: 'invalid-value' }] });
    expect(kinds(faultsOf({ rows: [...honest.slice(0, 2), refusing], records: all }))).toEqual([
      'wrongValue',
    ]);
    const told: BenchRecord = { kind: 'refused', ...about, n: 3 };
    expect(faultsOf({ rows: [...honest.slice(0, 2), refusing], records: [...all, told] })).toEqual([]);
    expect(kinds(faultsOf({ rows: honest, records: [...all, told] }))).toEqual(['wrongValue']);
    const asLate = [...honest.slice(0, 2), late(3, [third], true)];
    expect(kinds(faultsOf({ rows: asLate, records: all }))).toEqual(['wrongValue']);
  });

  it('[BEN-6] whose receipt covers another history is caught', () => {
    const receipt: BenchRecord = { kind: 'sealed', ...about, sealSeq: 4, through: 3, head: 'ab'.repeat(32) };
    const found = faultsOf({ rows: [...honest, sealed], records: [...all, receipt], seals: [4] });
    expect(kinds(found)).toEqual(['wrongValue']);
  });

  it('[BEN-7] with two seals, or two submissions, or one for nothing, is caught', () => {
    const twice = faultsOf({ rows: [...honest, sealed, sealed], records: all, seals: [4, 5] });
    expect(kinds(twice)).toEqual(['sealedTwice']);
    expect(kinds(faultsOf({ rows: [...honest, sealed], records: all, seals: [4, 4] }))).toEqual([
      'sealedTwice',
    ]);
    expect(kinds(faultsOf({ rows: honest, records: all, seals: [2] }))).toEqual(['sealedTwice']);
  });

  it('[BEN-8] with an answer behind the seal is caught', () => {
    const rows = [...honest.slice(0, 2), sealed, { ...answered(3, [third]), open: false }];
    expect(kinds(faultsOf({ rows, records: all, seals: [3] }))).toEqual(['acceptedLate']);
  });

  it('[BEN-6] with the confirmation of another command is caught', () => {
    const commandId = 'f19aa001-7e4f-4bbb-8d1c-0123456789ab';
    const record: BenchRecord = {
      ...invoked(4, 0, 0, 14),
      kind: 'invoked',
      what: 'confirmed',
      commandId,
    } as BenchRecord;
    const acked: BenchRecord = { kind: 'acked', ...about, through: 4, as: 'answered', at: openedAt + 40 };
    const rowsWith = (id: string) => [...honest, answered(4, [{ kind: 'confirmed', commandId: id, at: 14 }])];
    const records = [...all, record, acked];
    expect(faultsOf({ rows: rowsWith(commandId), records })).toEqual([]);
    expect(kinds(faultsOf({ rows: rowsWith('another'), records }))).toEqual(['wrongValue']);
  });

  it('[BEN-8] that counts what was sent after deadline, grace and a second is caught', () => {
    const sentAt = (ms: number) =>
      all.map((record) =>
        record.kind === 'invoked' && record.n === 3 ? { ...record, sentAt: deadlineAt + ms } : record,
      );
    expect(faultsOf({ rows: honest, records: sentAt(graceMs + 1_000) })).toEqual([]);
    expect(kinds(faultsOf({ rows: honest, records: sentAt(graceMs + 1_001) }))).toEqual(['acceptedLate']);
    const extended: BenchRecord = { kind: 'deadline', ...about, deadlineAt: deadlineAt + 10 };
    expect(faultsOf({ rows: honest, records: [...sentAt(graceMs + 1_001), extended] })).toEqual([]);
  });

  it.each<[string, (log: LogRow[]) => LogRow[]]>([
    ['a changed hash', (log) => log.with(1, { ...log[1]!, hash: 'cd'.repeat(32) })],
    ['a changed time', (log) => log.with(1, { ...log[1]!, receivedAt: openedAt + 99 })],
    ['a changed exam place', (log) => log.with(1, { ...log[1]!, examSeq: 1 })],
    ['a changed kind', (log) => log.with(0, { ...log[0]!, kind: 'reopened' })],
    ['a row too few', (log) => log.toSpliced(0, 1)],
    ['a row that says it is closed', (log) => log.with(2, { ...log[2]!, open: false })],
  ])('[BEN-9] with %s is caught', (_what, change) => {
    expect(kinds(faultsOf({ rows: honest, records: all }, change))).toContain('chainBroken');
  });

  it('[BEN-10] with half of an append that was never answered is caught', () => {
    const unknown: BenchRecord = { kind: 'unknown', ...about, from: 3, count: 2 };
    const records = [...sent, invoked(4, 0, 0, 14), unknown];
    expect(kinds(faultsOf({ rows: honest, records }))).toEqual(['wrongValue']);
    const whole = [...honest.slice(0, 2), answered(3, [third, answer('q1', 'A', 14)])];
    expect(faultsOf({ rows: whole, records })).toEqual([]);
    expect(faultsOf({ rows: honest.slice(0, 2), records })).toEqual([]);
  });

  it('[BEN-6] with a body that cannot be read is caught', () => {
    const rows = [opened, { ...answered(1, []), body: '{"epoch":' }];
    expect(kinds(faultsOf({ rows, records: sent }))).toEqual(['wrongValue', 'ackedButLost']);
  });
});
