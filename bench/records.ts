import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/**
 * What a generator process has sent and been told, written before it acts on it: an append-only file of small binary
 * records. After the run it is the other half of the evidence; the first half is the log in PostgreSQL.
 */
export type BenchRecord =
  | InvokedRecord
  | AckedRecord
  | RefusedRecord
  | UnknownRecord
  | OpenedRecord
  | DeadlineRecord
  | SealedRecord;

interface About {
  /** Number of the candidate in the run. */
  readonly candidate: number;
  readonly epoch: number;
}

/** An entry was sent for the first time. Times are epoch ms by the generator's clock. */
export interface InvokedRecord extends About {
  readonly kind: 'invoked';
  readonly n: number;
  readonly what: 'answer' | 'marked-answer' | 'visited' | 'confirmed';
  /** Place of the question in the answer book. */
  readonly question: number;
  /** Place of the value among the question's values; of a visit: its ms. */
  readonly value: number;
  /** Of a confirmation: the command that the page has shown. */
  readonly commandId?: string;
  /** The `at` of the entry as it was sent. */
  readonly at: number;
  readonly sentAt: number;
}

/** 1…through were acknowledged. `learned`: by the reply to an opening, which does not say whether some were late. */
export interface AckedRecord extends About {
  readonly kind: 'acked';
  readonly through: number;
  readonly as: 'answered' | 'late' | 'learned';
  readonly at: number;
}

/** The ack named this entry as recorded without effect. */
export interface RefusedRecord extends About {
  readonly kind: 'refused';
  readonly n: number;
}

/** No answer came to the append of these. */
export interface UnknownRecord extends About {
  readonly kind: 'unknown';
  readonly from: number;
  readonly count: number;
}

export interface OpenedRecord extends About {
  readonly kind: 'opened';
  readonly attemptId: string;
  readonly deadlineAt: number;
}

/** The candidate was told another deadline. */
export interface DeadlineRecord extends About {
  readonly kind: 'deadline';
  readonly deadlineAt: number;
}

/** The candidate holds a receipt. */
export interface SealedRecord extends About {
  readonly kind: 'sealed';
  readonly sealSeq: number;
  readonly through: number;
  /** Hash of the frame before the seal, hex. */
  readonly head: string;
}

const kinds = ['invoked', 'acked', 'refused', 'unknown', 'opened', 'deadline', 'sealed'] as const;
const whats = ['answer', 'marked-answer', 'visited', 'confirmed'] as const;
const ways = ['answered', 'late', 'learned'] as const;

/** Every record has this size: kind, candidate, epoch, and up to 56 bytes of its own. */
const recordBytes = 64;
const recordsPerWrite = 2_048;

/** The records cannot be written or read. The message is a sentence for a person. */
export class RecordsError extends Error {
  override readonly name = 'RecordsError';
}

export class RecordWriter {
  readonly #path: string;
  readonly #file: number;
  readonly #buffer = Buffer.alloc(recordBytes * recordsPerWrite);
  #filled = 0;

  /** A new file. @throws RecordsError */
  constructor(path: string) {
    this.#path = path;
    this.#file = orExplain(path, () => openSync(path, 'wx'));
  }

  /** @throws RecordsError */
  write(record: BenchRecord): void {
    encode(record, this.#buffer.subarray(this.#filled, this.#filled + recordBytes));
    this.#filled += recordBytes;
    if (this.#filled === this.#buffer.length) this.flush();
  }

  /** @throws RecordsError */
  flush(): void {
    let written = 0;
    while (written < this.#filled) {
      const from = written;
      written += orExplain(this.#path, () => writeSync(this.#file, this.#buffer, from, this.#filled - from));
    }
    this.#filled = 0;
  }

  /** @throws RecordsError */
  close(): void {
    this.flush();
    closeSync(this.#file);
  }
}

/** The records of a file in the order in which they were written. @throws RecordsError */
export function* readRecords(path: string): Generator<BenchRecord> {
  const file = orExplain(path, () => openSync(path, 'r'));
  const buffer = Buffer.alloc(recordBytes * recordsPerWrite);
  try {
    for (;;) {
      const length = orExplain(path, () => readSync(file, buffer, 0, buffer.length, null));
      if (length === 0) return;
      if (length % recordBytes !== 0) throw new RecordsError(`The records in ${path} are cut off.`);
      for (let at = 0; at < length; at += recordBytes) yield decode(buffer.subarray(at, at + recordBytes));
    }
  } finally {
    closeSync(file);
  }
}

function encode(record: BenchRecord, into: Buffer): void {
  into.fill(0);
  into.writeUInt8(kinds.indexOf(record.kind), 0);
  into.writeUInt32LE(record.candidate, 4);
  into.writeUInt32LE(record.epoch, 8);
  switch (record.kind) {
    case 'invoked':
      into.writeUInt32LE(record.n, 12);
      into.writeUInt8(whats.indexOf(record.what), 16);
      into.writeUInt16LE(record.question, 18);
      into.writeUInt32LE(record.value, 20);
      into.writeDoubleLE(record.at, 24);
      into.writeDoubleLE(record.sentAt, 32);
      if (record.commandId !== undefined) into.write(record.commandId.replaceAll('-', ''), 40, 'hex');
      return;
    case 'acked':
      into.writeUInt32LE(record.through, 12);
      into.writeUInt8(ways.indexOf(record.as), 16);
      into.writeDoubleLE(record.at, 24);
      return;
    case 'refused':
      into.writeUInt32LE(record.n, 12);
      return;
    case 'unknown':
      into.writeUInt32LE(record.from, 12);
      into.writeUInt32LE(record.count, 16);
      return;
    case 'opened':
      into.writeDoubleLE(record.deadlineAt, 24);
      into.write(record.attemptId.replaceAll('-', ''), 32, 'hex');
      return;
    case 'deadline':
      into.writeDoubleLE(record.deadlineAt, 24);
      return;
    case 'sealed':
      into.writeUInt32LE(record.sealSeq, 12);
      into.writeUInt32LE(record.through, 16);
      into.write(record.head, 32, 'hex');
      return;
  }
}

function decode(from: Buffer): BenchRecord {
  const kind = named(kinds, from.readUInt8(0));
  const candidate = from.readUInt32LE(4);
  const epoch = from.readUInt32LE(8);
  switch (kind) {
    case 'invoked': {
      const what = named(whats, from.readUInt8(16));
      return {
        kind,
        candidate,
        epoch,
        n: from.readUInt32LE(12),
        what,
        question: from.readUInt16LE(18),
        value: from.readUInt32LE(20),
        at: from.readDoubleLE(24),
        sentAt: from.readDoubleLE(32),
        ...(what === 'confirmed' && { commandId: uuid(from.toString('hex', 40, 56)) }),
      };
    }
    case 'acked': {
      const through = from.readUInt32LE(12);
      return {
        kind,
        candidate,
        epoch,
        through,
        as: named(ways, from.readUInt8(16)),
        at: from.readDoubleLE(24),
      };
    }
    case 'refused':
      return { kind, candidate, epoch, n: from.readUInt32LE(12) };
    case 'unknown':
      return { kind, candidate, epoch, from: from.readUInt32LE(12), count: from.readUInt32LE(16) };
    case 'opened': {
      const attemptId = uuid(from.toString('hex', 32, 48));
      return { kind, candidate, epoch, attemptId, deadlineAt: from.readDoubleLE(24) };
    }
    case 'deadline':
      return { kind, candidate, epoch, deadlineAt: from.readDoubleLE(24) };
    case 'sealed': {
      const head = from.toString('hex', 32, 64);
      return { kind, candidate, epoch, sealSeq: from.readUInt32LE(12), through: from.readUInt32LE(16), head };
    }
  }
}

function named<T>(names: readonly T[], index: number): T {
  const name = names[index];
  if (name === undefined) throw new RecordsError('The records hold something that is no record.');
  return name;
}

function uuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function orExplain<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new RecordsError(recordsProblem(path, error), { cause: error });
  }
}

/** Why the records in `path` cannot be written or read, and what to do. */
export function recordsProblem(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return `The disk is full: the records of the run in ${path} need about 130 bytes for each save. Make room, or set TMPDIR to a folder on another disk.`;
  }
  return `The records of the run in ${path} cannot be used (${code}). Make the folder writable, or set TMPDIR to another one.`;
}
