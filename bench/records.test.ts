import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BenchRecord, RecordsError, RecordWriter, readRecords, recordsProblem } from './records.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pariksha-records-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const about = { candidate: 39_999, epoch: 3 };
const at = 1_795_000_000_123.25;
const records: readonly BenchRecord[] = [
  { kind: 'opened', ...about, attemptId: '019aa001-7e4f-7bbb-8d1c-0123456789ab', deadlineAt: at },
  {
    kind: 'invoked',
    ...about,
    n: 1,
    what: 'answer',
    question: 48,
    value: 7,
    at: 1_795_000_000_123,
    sentAt: at,
  },
  { kind: 'invoked', ...about, n: 2, what: 'marked-answer', question: 0, value: 0, at: 0, sentAt: at },
  { kind: 'invoked', ...about, n: 3, what: 'visited', question: 5, value: 86_400_000, at: 1, sentAt: at },
  {
    kind: 'invoked',
    ...about,
    n: 4,
    what: 'confirmed',
    question: 0,
    value: 0,
    at: 2,
    sentAt: at,
    commandId: 'f19aa001-7e4f-4bbb-8d1c-0123456789ab',
  },
  { kind: 'acked', ...about, through: 3, as: 'answered', at },
  { kind: 'acked', ...about, through: 4, as: 'late', at },
  { kind: 'acked', ...about, through: 2_147_483_647, as: 'learned', at },
  { kind: 'refused', ...about, n: 2 },
  { kind: 'unknown', ...about, from: 5, count: 100 },
  { kind: 'deadline', ...about, deadlineAt: at + 1 },
  { kind: 'sealed', ...about, sealSeq: 9, through: 104, head: 'ab'.repeat(32) },
];

describe('[BEN-4] records', () => {
  it('are read as they were written, of every kind', () => {
    const path = join(folder, 'all');
    const writer = new RecordWriter(path);
    for (const record of records) writer.write(record);
    writer.close();
    expect([...readRecords(path)]).toEqual(records);
  });

  it('are on their way to the disk long before the run is over', () => {
    const path = join(folder, 'many');
    const writer = new RecordWriter(path);
    for (let n = 1; n <= 10_000; n += 1) writer.write({ kind: 'refused', candidate: n, epoch: 1, n });
    expect([...readRecords(path)].length).toBeGreaterThan(8_000);
    writer.close();
    expect([...readRecords(path)].map(({ candidate }) => candidate).at(-1)).toBe(10_000);
  });

  it('[BEN-21] that cannot be written end the run with a sentence', () => {
    expect(() => new RecordWriter(join(folder, 'no', 'such', 'folder'))).toThrow(RecordsError);
    const full = Object.assign(new Error('write failed'), { code: 'ENOSPC' });
    expect(recordsProblem('/records', full)).toMatch(/^The disk is full: .* Make room, or set TMPDIR/);
  });

  it('that were cut off are not taken for complete', () => {
    const path = join(folder, 'cut');
    const writer = new RecordWriter(path);
    for (const record of records) writer.write(record);
    writer.close();
    truncateSync(path, 100);
    expect(() => [...readRecords(path)]).toThrow('are cut off');
  });
});
