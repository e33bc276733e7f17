import { createHash } from 'node:crypto';
import type { AnswerBook } from '../answerBook.ts';
import type { EpochTestimony, SentEntry, Testimony } from './testimony.ts';
import type { Note } from './violation.ts';

/** A row of the log as it stands in the database. */
export interface LogRow {
  readonly seq: number;
  readonly kind: string;
  readonly body: string;
  readonly examSeq: number;
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly open: boolean;
  /** Hex. */
  readonly hash: string;
}

export interface LoggedAttempt {
  readonly attemptId: string;
  readonly examId: string;
  readonly candidateId: string;
  readonly rows: readonly LogRow[];
  readonly submissions: readonly { readonly sealSeq: number }[];
}

/** How long after deadline and grace something sent may still count: what the clocks of generator and server may differ, ms. */
const clockAllowanceMs = 1_000;

interface Stored {
  readonly entry: unknown;
  readonly as: 'answered' | 'late';
  readonly isRefused: boolean;
  readonly seq: number;
}

/** By epoch and number. */
type Sheet = ReadonlyMap<number, ReadonlyMap<number, Stored>>;

/**
 * Holds one attempt's log against what its candidate has sent and was told. Knows nothing of the server's code: the
 * chain is computed by its documented formula, and what was sent is made anew from the records.
 */
export function checkAttempt(
  attempt: LoggedAttempt,
  told: Testimony,
  book: AnswerBook,
  graceMs: number,
  note: Note,
): void {
  checkChain(attempt, note);
  checkSeals(attempt, told, note);
  const stored = readEntries(attempt.rows, note);
  checkSent(stored, told, book, attempt, graceMs, note);
  for (const [number, epoch] of told.epochs) {
    checkAcknowledged(number, epoch, stored.get(number) ?? new Map(), note);
    checkUnknown(number, epoch, stored.get(number) ?? new Map(), note);
  }
}

function checkChain({ attemptId, examId, candidateId, rows }: LoggedAttempt, note: Note): void {
  let prev = digest([attemptId, examId, candidateId]);
  rows.forEach((row, index) => {
    const { seq, kind, body, examSeq, receivedAt } = row;
    if (seq !== index + 1) note('chainBroken', `frame ${seq} stands where ${index + 1} belongs`);
    const hash = digest([
      Buffer.from(prev, 'hex'),
      String(seq),
      kind,
      String(examSeq),
      String(receivedAt),
      body,
    ]);
    if (hash !== row.hash)
      note('chainBroken', `frame ${seq} has hash ${row.hash}, and its content gives ${hash}`);
    prev = row.hash;
  });
}

/** SHA-256 over the fields, each preceded by its length in bytes (32 bit, big-endian). Hex. */
function digest(fields: readonly (string | Buffer)[]): string {
  const sum = createHash('sha256');
  const length = Buffer.alloc(4);
  for (const field of fields) {
    length.writeUInt32BE(Buffer.byteLength(field));
    sum.update(length).update(field);
  }
  return sum.digest('hex');
}

/** One seal for each time the attempt was open, behind which nothing is answered; and every receipt is of one of them. */
function checkSeals({ rows, submissions }: LoggedAttempt, told: Testimony, note: Note): void {
  let isOpen = false;
  for (const { seq, kind, open } of rows) {
    if (kind === 'opened' || kind === 'reopened') isOpen = true;
    else if (kind === 'sealed') {
      if (!isOpen) note('sealedTwice', `frame ${seq} seals what is sealed`);
      isOpen = false;
    } else if (kind === 'answered' && !isOpen)
      note('acceptedLate', `frame ${seq} is answered behind the seal`);
    if (open !== isOpen) note('chainBroken', `frame ${seq} says open: ${open}, and it is ${isOpen}`);
  }
  const seals = rows.filter(({ kind }) => kind === 'sealed' || kind === 'adjudicated');
  for (const { sealSeq } of submissions) {
    const isSeal = seals.some(({ seq }) => seq === sealSeq);
    if (!isSeal) note('sealedTwice', `there is a submission for frame ${sealSeq}, which is no seal`);
  }
  for (const { seq } of rows.filter(({ kind }) => kind === 'sealed')) {
    const count = submissions.filter(({ sealSeq }) => sealSeq === seq).length;
    if (count === 0) note('ackedButLost', `the seal at ${seq} has no submission`);
    if (count > 1) note('sealedTwice', `the seal at ${seq} has ${count} submissions`);
  }
  for (const { sealSeq, head } of told.receipts) {
    if (!seals.some(({ seq }) => seq === sealSeq)) {
      note('ackedButLost', `the candidate holds a receipt for frame ${sealSeq}, which is no seal`);
    } else if (rows[sealSeq - 2]?.hash !== head) {
      note(
        'wrongValue',
        `the receipt covers ${head}, and frame ${sealSeq - 1} is ${rows[sealSeq - 2]?.hash}`,
      );
    }
  }
}

function readEntries(rows: readonly LogRow[], note: Note): Sheet {
  const sheet = new Map<number, Map<number, Stored>>();
  for (const { seq, kind, body } of rows) {
    if (kind !== 'answered' && kind !== 'late') continue;
    const frame = readBody(body);
    if (frame === null) {
      note('wrongValue', `frame ${seq} is ${kind} and has the body ${body.slice(0, 100)}`);
      continue;
    }
    const { epoch, from, entries, refused } = frame;
    const places = sheet.get(epoch) ?? new Map<number, Stored>();
    sheet.set(epoch, places);
    entries.forEach((entry, index) => {
      const n = from + index;
      const before = places.get(n);
      if (before !== undefined)
        note('wrongValue', `entry ${n} of epoch ${epoch} stands in frame ${before.seq} and again in ${seq}`);
      places.set(n, { entry, as: kind, isRefused: refused.has(n), seq });
    });
  }
  return sheet;
}

interface FrameBody {
  readonly epoch: number;
  readonly from: number;
  readonly entries: readonly unknown[];
  readonly refused: ReadonlySet<number>;
}

function readBody(text: string): FrameBody | null {
  const body = parsed(text);
  if (!isRecord(body)) return null;
  const { epoch, from, entries, refused } = body;
  if (typeof epoch !== 'number' || typeof from !== 'number' || !Array.isArray(entries)) return null;
  const numbers = Array.isArray(refused)
    ? refused.map((each: unknown) => (isRecord(each) ? each['n'] : 0))
    : [];
  return { epoch, from, entries, refused: new Set(numbers.map(Number)) };
}

/** Nothing is there that was not sent, and nothing counts that was sent when the time was over. */
function checkSent(
  stored: Sheet,
  told: Testimony,
  book: AnswerBook,
  { rows }: LoggedAttempt,
  graceMs: number,
  note: Note,
): void {
  const deadlineAt = Math.max(told.deadlineAt, openedDeadline(rows));
  const lastMoment = deadlineAt + graceMs + clockAllowanceMs;
  for (const [number, places] of stored) {
    const sent = told.epochs.get(number)?.sent ?? [];
    for (const [n, { entry, as, seq }] of places) {
      const what = `entry ${n} of epoch ${number} in frame ${seq}`;
      const own = sent[n - 1];
      if (own === undefined) note('wrongValue', `${what} was never sent: ${JSON.stringify(entry)}`);
      else if (!isWhatWasSent(entry, own, book)) {
        note('wrongValue', `${what} is ${JSON.stringify(entry)}, and was sent as ${describe(own, book)}`);
      } else if (as === 'answered' && own.sentAt > lastMoment) {
        note('acceptedLate', `${what} was sent ${own.sentAt - deadlineAt} ms after the deadline and counts`);
      }
    }
  }
}

function openedDeadline(rows: readonly LogRow[]): number {
  const body = parsed(rows[0]?.body ?? '');
  const deadlineAt = isRecord(body) ? body['deadlineAt'] : undefined;
  return typeof deadlineAt === 'number' ? deadlineAt : 0;
}

function isWhatWasSent(entry: unknown, sent: SentEntry, book: AnswerBook): boolean {
  if (!isRecord(entry)) return false;
  if (sent.what === 'confirmed') {
    const { kind, commandId, at } = entry;
    return (
      kind === 'confirmed' &&
      commandId === sent.commandId &&
      at === sent.at &&
      Object.keys(entry).length === 3
    );
  }
  const question = book.questions[sent.question];
  if (question === undefined || entry['at'] !== sent.at || entry['questionId'] !== question.id) return false;
  if (sent.what === 'visited') {
    return entry['kind'] === 'visited' && entry['ms'] === sent.value && Object.keys(entry).length === 4;
  }
  const value = JSON.stringify(parsed(question.values[sent.value] ?? ''));
  return (
    entry['kind'] === 'answer' &&
    entry['marked'] === (sent.what === 'marked-answer') &&
    JSON.stringify(entry['value']) === value &&
    Object.keys(entry).length === 5
  );
}

function describe({ what, question, value, at, commandId }: SentEntry, { questions }: AnswerBook): string {
  if (what === 'confirmed') return `confirmed ${commandId} at ${at}`;
  const { id, values } = questions[question] ?? { id: '?', values: [] };
  return `${what} of ${id}: ${what === 'visited' ? value : values[value]} at ${at}`;
}

/** What was acknowledged is there, and as it was said to be. */
function checkAcknowledged(
  number: number,
  { through, acks, refused }: EpochTestimony,
  stored: ReadonlyMap<number, Stored>,
  note: Note,
): void {
  for (let n = 1; n <= through; n += 1) {
    const found = stored.get(n);
    const what = `entry ${n} of epoch ${number}`;
    const as = acks.find((ack) => n <= ack.through)?.as ?? 'learned';
    if (found === undefined) note('ackedButLost', `${what} was acknowledged and is not there`);
    else if (as !== 'learned' && as !== found.as) {
      note('wrongValue', `${what} was acknowledged as ${as} and is ${found.as}`);
    } else if (as === 'answered' && refused.has(n) !== found.isRefused) {
      note(
        'wrongValue',
        `${what} is ${found.isRefused ? '' : 'not '}refused, and the candidate was told otherwise`,
      );
    }
  }
}

/** An append without an answer went in as a whole or not at all. */
function checkUnknown(
  number: number,
  { unknown }: EpochTestimony,
  stored: ReadonlyMap<number, Stored>,
  note: Note,
): void {
  for (const { from, count } of unknown) {
    const present = Array.from({ length: count }, (_, index) => stored.has(from + index));
    if (present.includes(true) && present.includes(false)) {
      note(
        'wrongValue',
        `of the entries ${from} to ${from + count - 1} of epoch ${number}, sent together, some are missing`,
      );
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
