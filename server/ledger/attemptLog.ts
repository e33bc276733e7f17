import type { AttemptKey, AttemptLog, AttemptRef, SubmissionRow, Tail, WriteOutcome } from '../app/ports.ts';
import type { Frame, FrameDraft } from '../domain/frame.ts';
import { appendFrames, commitSomething, openAttempts, readBack, sealFrames } from './attemptStatements.ts';
import { frameHash, genesis } from './chain.ts';
import { encodeBody } from './frameCodec.ts';
import { FrameReader } from './frameReader.ts';
import { GroupCommit } from './groupCommit.ts';
import { failureOf, type Lane, type Statement } from './lane.ts';

/** A frame on its way into the log. */
interface PendingFrame {
  readonly ref: AttemptRef;
  readonly frame: Frame;
  readonly body: string;
  readonly prev: string;
}

interface PendingSeal extends PendingFrame {
  readonly submission: SubmissionRow;
}

interface PendingOpen extends PendingFrame {
  readonly sweepAt: number;
}

export interface AttemptLogOptions {
  /** A fresh connection for the hot path. */
  readonly lane: () => Lane;
  /** Real time, ms; only differences are used. */
  readonly elapsed: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** What to add to the database's clock when stamps are judged: 0, but under a test's own clock. */
  readonly clockShiftMs: () => number;
  readonly maxQueued: number;
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly onBatch?: (rows: number, ms: number) => void;
}

/** How long one batch is repeated before its outcome is called unknown. Shorter than the 5 s for which a stamp is fresh. */
const repeatForMs = 4_000;

/** A frame that has waited this long was never tried and soon has too old a stamp: its client hears so and sends again. */
const maxWaitMs = 3_000;

/** Told to a client when the queue is full; well inside any exam's grace. */
const retryAfterMs = 500;

/** A batch of 20 costs the database half as much a row as one of 10; who waits for it waits no longer than a commit takes. */
const gather = { rows: 40, maxMs: 10 };

const refused: WriteOutcome = { outcome: 'refused' };
const unavailable: WriteOutcome = { outcome: 'unavailable', retryAfterMs };

/** The attempts' logs in PostgreSQL: raw single statements, group commit, outcomes that are certain or said to be unknown. */
export class PostgresAttemptLog implements AttemptLog {
  readonly #options: AttemptLogOptions;
  readonly #lanes: Lane[] = [];
  readonly #reader: FrameReader;
  readonly #appends: GroupCommit<PendingFrame, WriteOutcome>;
  readonly #seals: GroupCommit<PendingSeal, WriteOutcome>;
  readonly #opens: GroupCommit<PendingOpen, WriteOutcome>;

  constructor(options: AttemptLogOptions) {
    this.#options = options;
    this.#appends = this.#group(2, options.maxRows, (batch, lane) =>
      this.#write(lane, batch, appendFrames, (rows) => [...frameColumns(rows), options.clockShiftMs()]),
    );
    this.#seals = this.#group(2, 100, (batch, lane) => this.#write(lane, batch, sealFrames, sealColumns));
    this.#opens = this.#group(2, 200, (batch, lane) => this.#write(lane, batch, openAttempts, openColumns));
    this.#reader = new FrameReader([this.#newLane(), this.#newLane()], this.#newLane());
  }

  /** Frames that wait for the database. */
  get queued(): number {
    return this.#appends.queued + this.#seals.queued + this.#opens.queued;
  }

  read(key: AttemptKey, afterSeq: number): Promise<readonly Frame[]> {
    return this.#reader.read(key, afterSeq);
  }

  confirm(): Promise<void> {
    return this.#reader.confirm();
  }

  open(ref: AttemptRef, draft: FrameDraft, sweepAt: number): Promise<WriteOutcome> {
    const tail = { seq: 0, head: genesis(ref.attemptId, ref.examId, ref.candidateId) };
    return this.#opens.submit({ ...pending(ref, tail, draft), sweepAt });
  }

  append(ref: AttemptRef, tail: Tail, draft: FrameDraft): Promise<WriteOutcome> {
    return this.#appends.submit(pending(ref, tail, draft));
  }

  seal(ref: AttemptRef, tail: Tail, draft: FrameDraft, submission: SubmissionRow): Promise<WriteOutcome> {
    return this.#seals.submit({ ...pending(ref, tail, draft), submission });
  }

  /** Writes what waits, then closes the connections. */
  async close(): Promise<void> {
    await Promise.all([this.#appends.drained(), this.#seals.drained(), this.#opens.drained()]);
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  #newLane(): Lane {
    const lane = this.#options.lane();
    this.#lanes.push(lane);
    return lane;
  }

  #group<Row extends PendingFrame>(
    lanes: number,
    maxRows: number,
    write: (rows: readonly Row[], lane: Lane) => Promise<readonly WriteOutcome[]>,
  ): GroupCommit<Row, WriteOutcome> {
    const connections = Array.from({ length: lanes }, () => this.#newLane());
    return new GroupCommit<Row, WriteOutcome>({
      lanes,
      gather,
      maxRows,
      maxBytes: this.#options.maxBytes,
      maxQueued: this.#options.maxQueued,
      sizeOf: (row) => row.body.length,
      compare: byKey,
      whenFull: () => ({ outcome: 'busy', retryAfterMs }),
      patience: {
        maxMs: maxWaitMs,
        whenOld: () => ({ outcome: 'busy', retryAfterMs }),
        elapsed: this.#options.elapsed,
      },
      write: (rows, lane) => {
        const connection = connections[lane];
        if (connection === undefined) throw new Error(`There is no lane ${lane}.`);
        return write(rows, connection);
      },
    });
  }

  /**
   * One batch to its end. While its outcome is unknown the identical statement is repeated: only "written" or "another
   * frame stands there" is an answer, for what was not found may still be on its way to being committed. `wasDoubtful`: an
   * earlier try of these rows is of unknown outcome.
   */
  async #write<Row extends PendingFrame>(
    lane: Lane,
    batch: readonly Row[],
    statement: Statement,
    values: (rows: readonly Row[]) => readonly unknown[],
    wasDoubtful = false,
  ): Promise<readonly WriteOutcome[]> {
    const startedAt = this.#options.elapsed();
    let doubtful = wasDoubtful;
    for (let backoffMs = 10; ; backoffMs *= 2) {
      try {
        const rows = await lane.query<{ hash: string }>(statement, values(batch));
        const written = new Set(rows.map(({ hash }) => hash));
        this.#options.onBatch?.(batch.length, this.#options.elapsed() - startedAt);
        const others = batch.filter((row) => !written.has(row.frame.hash));
        const settled = doubtful ? await this.#settle(lane, others) : null;
        return batch.map((row) => {
          if (written.has(row.frame.hash)) return committed(row);
          return settled === null ? refused : (settled.get(row) ?? unavailable);
        });
      } catch (error) {
        const failure = failureOf(error);
        if (failure === 'data') return this.#bisect(lane, batch, statement, values, doubtful);
        if (failure === 'unknown') {
          doubtful = true;
          lane.reset();
        }
        if (this.#options.elapsed() - startedAt + backoffMs > repeatForMs) {
          return batch.map(() => unavailable);
        }
        await this.#options.wait(backoffMs);
      }
    }
  }

  /** After a doubtful try: what became of the rows that were not written now. */
  async #settle<Row extends PendingFrame>(
    lane: Lane,
    rows: readonly Row[],
  ): Promise<ReadonlyMap<Row, WriteOutcome>> {
    if (rows.length === 0) return new Map();
    const found = await lane.query<{ attempt_id: string; seq: number; hash: string }>(readBack, [
      rows.map((row) => row.ref.regionId),
      rows.map((row) => row.ref.attemptId),
      rows.map((row) => row.frame.seq),
    ]);
    await lane.query(commitSomething, []);
    const hashes = new Map(found.map((row) => [placeOf(row.attempt_id, row.seq), row.hash]));
    return new Map(
      rows.map((row): [Row, WriteOutcome] => {
        const hash = hashes.get(placeOf(row.ref.attemptId, row.frame.seq));
        if (hash === undefined) return [row, unavailable];
        return [row, hash === row.frame.hash ? committed(row) : refused];
      }),
    );
  }

  /** A batch that the database refuses for its data is halved until the bad row stands alone. */
  async #bisect<Row extends PendingFrame>(
    lane: Lane,
    batch: readonly Row[],
    statement: Statement,
    values: (rows: readonly Row[]) => readonly unknown[],
    doubtful: boolean,
  ): Promise<readonly WriteOutcome[]> {
    if (batch.length <= 1) return batch.map(() => (doubtful ? unavailable : { outcome: 'invalid' }));
    const middle = batch.length >> 1;
    const first = await this.#write(lane, batch.slice(0, middle), statement, values, doubtful);
    const second = await this.#write(lane, batch.slice(middle), statement, values, doubtful);
    return [...first, ...second];
  }
}

function committed({ frame }: PendingFrame): WriteOutcome {
  return { outcome: 'committed', frame };
}

function pending(ref: AttemptRef, tail: Tail, draft: FrameDraft): PendingFrame {
  const body = encodeBody(draft);
  const seq = tail.seq + 1;
  const { kind, examSeq, receivedAt } = draft;
  const hash = frameHash(tail.head, { seq, kind, examSeq, receivedAt, body });
  return { ref, frame: { ...draft, seq, hash }, body, prev: tail.head };
}

function byKey(a: PendingFrame, b: PendingFrame): number {
  if (a.ref.regionId !== b.ref.regionId) return a.ref.regionId - b.ref.regionId;
  if (a.ref.attemptId !== b.ref.attemptId) return a.ref.attemptId < b.ref.attemptId ? -1 : 1;
  return a.frame.seq - b.frame.seq;
}

function placeOf(attemptId: string, seq: number): string {
  return `${attemptId}:${seq}`;
}

function frameColumns(rows: readonly PendingFrame[]): readonly unknown[] {
  return [
    rows.map(({ ref }) => ref.regionId),
    rows.map(({ ref }) => ref.attemptId),
    rows.map(({ frame }) => frame.seq),
    rows.map(({ frame }) => frame.kind),
    rows.map(({ body }) => body),
    rows.map(({ frame }) => frame.examSeq),
    rows.map(({ frame }) => frame.receivedAt),
    rows.map(({ frame }) => frame.open),
    rows.map(({ frame }) => frame.hash),
    rows.map(({ prev }) => prev),
  ];
}

function sealColumns(rows: readonly PendingSeal[]): readonly unknown[] {
  return [
    ...frameColumns(rows),
    rows.map(({ ref }) => ref.examId),
    rows.map(({ ref }) => ref.candidateId),
    rows.map(({ ref }) => ref.districtId),
    rows.map(({ submission }) => submission.reason),
    rows.map(({ submission }) => submission.receipt),
    rows.map(({ submission }) => submission.kid),
    rows.map(({ submission }) => submission.digest),
  ];
}

function openColumns(rows: readonly PendingOpen[]): readonly unknown[] {
  return [
    ...frameColumns(rows),
    rows.map(({ ref }) => ref.examId),
    rows.map(({ ref }) => ref.candidateId),
    rows.map(({ ref }) => ref.districtId),
    rows.map(({ ref }) => ref.centreId),
    rows.map(({ sweepAt }) => sweepAt),
  ];
}
