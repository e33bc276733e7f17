import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tail } from '../app/ports.ts';
import type { FrameDraft } from '../domain/frame.ts';
import { draftOf, newAttempt, opened, startLog, submission, tailOf, written } from '../test/attemptLogs.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import type { PostgresAttemptLog } from './attemptLog.ts';
import { connectionConfig } from './connection.ts';
import { Lane } from './lane.ts';

let database: TestDatabase;
let log: PostgresAttemptLog;
/** A second node. */
let other: PostgresAttemptLog;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  log = startLog(database.url);
  other = startLog(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await Promise.all([log.close(), other.close(), client.end()]);
  await database.drop();
});

const refused = { outcome: 'refused' };
const later = () => Date.now() + 3_600_000;

async function kinds(ref: { readonly regionId: number; readonly attemptId: string }): Promise<string[]> {
  return (await log.read(ref, 0)).map(({ seq, kind }) => `${seq} ${kind}`);
}

describe('[LOG-1, LOG-2] the database takes a frame only directly behind the one it was computed from', () => {
  it('in its place, with its predecessor’s hash', async () => {
    const { ref, tail } = await opened(log);
    const frame = written(await log.append(ref, tail, draftOf.answered(1)));
    expect(frame).toMatchObject({ seq: 2, kind: 'answered' });
    expect(await log.read(ref, 1)).toEqual([frame]);
  });

  it.each<[string, (tail: Tail) => Tail]>([
    ['a gap', ({ seq, head }) => ({ seq: seq + 1, head })],
    ['a place that is taken', ({ seq, head }) => ({ seq: seq - 1, head })],
    ['another hash before it', ({ seq }) => ({ seq, head: 'ab'.repeat(32) })],
    ['no hash before it', ({ seq }) => ({ seq, head: '' })],
  ])('not with %s', async (_, wrong) => {
    const { ref, tail } = await opened(log);
    const second = tailOf(written(await log.append(ref, tail, draftOf.answered(1))));
    expect(await log.append(ref, wrong(second), draftOf.answered(2))).toEqual(refused);
    expect(await kinds(ref)).toEqual(['1 opened', '2 answered']);
  });

  it('not in an attempt that nobody has opened', async () => {
    const ref = newAttempt();
    expect(await log.append(ref, { seq: 1, head: 'ab'.repeat(32) }, draftOf.answered(1))).toEqual(refused);
    expect(await log.append(ref, { seq: 0, head: 'ab'.repeat(32) }, draftOf.answered(1))).toEqual(refused);
    expect(await log.read(ref, 0)).toEqual([]);
  });

  it('not behind the frame of the same place in another attempt', async () => {
    const [mine, theirs] = [await opened(log), await opened(log)];
    expect(await log.append(mine.ref, theirs.tail, draftOf.answered(1))).toEqual(refused);
  });
});

describe('[LOG-3] behind a seal', () => {
  const sealedAttempt = async () => {
    const { ref, tail } = await opened(log);
    const seal = written(await log.seal(ref, tail, draftOf.sealed(), submission));
    return { ref, tail: tailOf(seal) };
  };

  it.each<[string, FrameDraft]>([
    ['answers', draftOf.answered(1)],
    ['answers that call themselves closed', draftOf.answered(1, { open: false })],
    ['a page that enters', draftOf.entered(2)],
    ['late entries that would open it again', draftOf.late(1)],
    ['an adjudication that would open it again', draftOf.adjudicated(2)],
    ['a reopening that leaves it closed', draftOf.reopened({ open: false })],
  ])('cannot stand %s', async (_, draft) => {
    const { ref, tail } = await sealedAttempt();
    expect(await log.append(ref, tail, draft)).toEqual(refused);
    expect(await kinds(ref)).toEqual(['1 opened', '2 sealed']);
  });

  it('cannot stand another seal', async () => {
    const { ref, tail } = await sealedAttempt();
    expect(await log.seal(ref, tail, draftOf.sealed(), submission)).toEqual(refused);
  });

  it('can stand late entries, adjudications and a reopening, and then answers again', async () => {
    const { ref, tail } = await sealedAttempt();
    const late = written(await log.append(ref, tail, draftOf.late(1, { open: false })));
    const judged = draftOf.adjudicated(late.seq, { open: false });
    const adjudicated = written(await log.append(ref, tailOf(late), judged));
    const reopened = written(await log.append(ref, tailOf(adjudicated), draftOf.reopened()));
    written(await log.append(ref, tailOf(reopened), draftOf.answered(2)));
    expect(await kinds(ref)).toEqual([
      '1 opened',
      '2 sealed',
      '3 late',
      '4 adjudicated',
      '5 reopened',
      '6 answered',
    ]);
  });
});

describe('[LOG-3] while an attempt is open', () => {
  it.each<[string, FrameDraft]>([
    ['answers cannot close it', draftOf.answered(1, { open: false })],
    ['late entries cannot close it', draftOf.late(1, { open: false })],
    ['an adjudication cannot close it', draftOf.adjudicated(1, { open: false })],
    ['a page that enters cannot close it', draftOf.entered(2, { open: false })],
    ['it cannot be reopened', draftOf.reopened()],
  ])('%s', async (_, draft) => {
    const { ref, tail } = await opened(log);
    expect(await log.append(ref, tail, draft)).toEqual(refused);
  });

  it('a seal cannot leave it open', async () => {
    const { ref, tail } = await opened(log);
    expect(await log.seal(ref, tail, draftOf.sealed({ open: true }), submission)).toEqual(refused);
    expect((await submissionsOf(ref.attemptId)).length).toBe(0);
  });
});

describe('[LOG-4] stamps of arrival', () => {
  it.each([
    [-6_000, 'refused'],
    [-4_000, 'committed'],
    [0, 'committed'],
    [2_000, 'refused'],
  ])('%i ms away from the database’s clock: %s', async (away, outcome) => {
    const { ref, tail } = await opened(log);
    const draft = draftOf.answered(1, { receivedAt: Date.now() + away });
    expect(await log.append(ref, tail, draft)).toMatchObject({ outcome });
  });

  it('are judged by a test’s own clock where there is one', async () => {
    const tomorrow = 24 * 3_600_000;
    const shifted = startLog(database.url, { clockShiftMs: () => tomorrow });
    const { ref, tail } = await opened(shifted);
    expect(await shifted.append(ref, tail, draftOf.answered(1))).toEqual(refused);
    const draft = draftOf.answered(1, { receivedAt: Date.now() + tomorrow });
    expect(await shifted.append(ref, tail, draft)).toMatchObject({ outcome: 'committed' });
    await shifted.close();
  });

  it('do not hold back what is not an answer', async () => {
    const { ref, tail } = await opened(log);
    const old = { receivedAt: Date.now() - 60_000 };
    const late = written(await log.append(ref, tail, draftOf.late(1, old)));
    const entered = written(await log.append(ref, tailOf(late), draftOf.entered(2, old)));
    written(await log.seal(ref, tailOf(entered), draftOf.sealed(old), submission));
  });
});

describe('[LOG-5] of two writers at the same place', () => {
  it('on two nodes exactly one succeeds', async () => {
    const { ref, tail } = await opened(log);
    const outcomes = await Promise.all([
      log.append(ref, tail, draftOf.answered(1, {}, 'A')),
      other.append(ref, tail, draftOf.answered(1, {}, 'B')),
      log.seal(ref, tail, draftOf.sealed(), submission),
      other.seal(ref, tail, draftOf.sealed(), submission),
    ]);
    const winners = outcomes.filter(({ outcome }) => outcome === 'committed').map(written);
    expect(winners).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'refused')).toHaveLength(3);
    expect(await other.read(ref, 1)).toEqual(winners);
  });

  it('[LOG-10] in one batch exactly one succeeds, and is told so', async () => {
    const { ref, tail } = await opened(log);
    const texts = ['A', 'B', 'C', 'D'];
    const outcomes = await Promise.all(
      texts.map((text) => log.append(ref, tail, draftOf.answered(1, {}, text))),
    );
    const winners = outcomes.filter(({ outcome }) => outcome === 'committed').map(written);
    expect(await log.read(ref, 1)).toEqual(winners);
    expect(outcomes.filter(({ outcome }) => outcome === 'refused')).toHaveLength(3);
  });

  it('[SEAL-1] in one batch of seals exactly one succeeds, with one submission', async () => {
    const { ref, tail } = await opened(log);
    const receipts = ['{"a":1}', '{"a":2}', '{"a":3}'];
    const outcomes = await Promise.all(
      receipts.map((receipt) => {
        const body = { reason: 'submitted', epoch: 1, through: 0, kid: 'k', receipt } as const;
        const draft: FrameDraft = { ...draftOf.sealed(), kind: 'sealed', body };
        return log.seal(ref, tail, draft, { ...submission, receipt });
      }),
    );
    const winners = outcomes.filter(({ outcome }) => outcome === 'committed').map(written);
    expect(await log.read(ref, 1)).toEqual(winners);
    const [winner] = winners;
    const stored = await submissionsOf(ref.attemptId);
    expect(stored).toMatchObject([{ receipt: winner?.kind === 'sealed' && winner.body.receipt }]);
  });

  it('[LOG-14] two first openings of one candidate make one attempt', async () => {
    const first = newAttempt();
    const second = newAttempt({ examId: first.examId, candidateId: first.candidateId });
    const third = newAttempt({ examId: first.examId, candidateId: first.candidateId });
    const outcomes = await Promise.all([
      log.open(first, draftOf.opened(), later()),
      log.open(second, draftOf.opened(), later()),
      other.open(third, draftOf.opened(), later()),
    ]);
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['committed', 'refused', 'refused']);
    const { rows } = await client.query('SELECT id FROM attempt WHERE exam_id = $1', [first.examId]);
    expect(rows).toHaveLength(1);
    const frames = await Promise.all([first, second, third].map((ref) => log.read(ref, 0)));
    expect(frames.flat()).toHaveLength(1);
    expect(
      await log.open(newAttempt({ ...first, attemptId: randomUUID() }), draftOf.opened(), later()),
    ).toEqual(refused);
  });
});

describe('[LOG-8] group commit', () => {
  it('writes and reads what is wanted at the same time in one statement', async () => {
    const statements: string[] = [];
    class CountingLane extends Lane {
      override query: Lane['query'] = (statement, values) => {
        statements.push(statement.name);
        return super.query(statement, values);
      };
    }
    const config = connectionConfig(database.url, 'ledger');
    const counting = startLog(database.url, { lane: () => new CountingLane(config, () => undefined) });
    const attempts = await Promise.all(Array.from({ length: 40 }, () => opened(counting)));
    await Promise.all(attempts.map(({ ref, tail }) => counting.append(ref, tail, draftOf.answered(1))));
    const tails = await Promise.all(attempts.map(({ ref }) => counting.read(ref, 0)));
    expect(statements).toEqual(['open_attempts', 'append_frames', 'read_frames']);
    expect(tails.map((frames) => frames.map(({ seq }) => seq))).toEqual(attempts.map(() => [1, 2]));
    await counting.close();
  });

  it('keeps the frames that the database refuses from stopping the others', async () => {
    const attempts = await Promise.all(Array.from({ length: 20 }, () => opened(log)));
    const isBad = (index: number) => index === 3 || index === 11 || index === 12;
    const outcomes = await Promise.all(
      attempts.map(({ ref, tail }, index) => {
        // A stamp that is no whole number of milliseconds is no bigint.
        const bad = isBad(index) ? { receivedAt: Date.now() + 0.5 } : {};
        return log.append(ref, tail, draftOf.answered(1, bad));
      }),
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(
      attempts.map((_, index) => (isBad(index) ? 'invalid' : 'committed')),
    );
  });

  it('says so when no partition takes the region', async () => {
    const ref = newAttempt({ regionId: 77 });
    const [bad, good] = await Promise.all([
      log.open(ref, draftOf.opened(), later()),
      log.open(newAttempt(), draftOf.opened(), later()),
    ]);
    expect(bad).toEqual({ outcome: 'invalid' });
    expect(good).toMatchObject({ outcome: 'committed' });
    const { rows } = await client.query('SELECT 1 FROM attempt WHERE id = $1', [ref.attemptId]);
    expect(rows).toEqual([]);
  });

  it('[LOG-9] answers busy at once when too many frames wait, and writes the others', async () => {
    const small = startLog(database.url, { maxQueued: 5 });
    const attempts = await Promise.all(Array.from({ length: 5 }, () => opened(small)));
    const more = await opened(small);
    const writes = attempts.map(({ ref, tail }) => small.append(ref, tail, draftOf.answered(1)));
    const busy = await small.append(more.ref, more.tail, draftOf.answered(1));
    expect(busy).toEqual({ outcome: 'busy', retryAfterMs: expect.any(Number) });
    expect((await Promise.all(writes)).map(({ outcome }) => outcome)).toEqual(
      attempts.map(() => 'committed'),
    );
    expect(await kinds(more.ref)).toEqual(['1 opened']);
    expect(await small.append(more.ref, more.tail, draftOf.answered(1))).toMatchObject({
      outcome: 'committed',
    });
    await small.close();
  });
});

describe('[SEAL-7] a seal', () => {
  it('comes with submission, status and scoring job', async () => {
    const { ref, tail } = await opened(log);
    const receivedAt = Date.now();
    written(await log.seal(ref, tail, draftOf.sealed({ receivedAt }), submission));
    expect(await submissionsOf(ref.attemptId)).toMatchObject([
      {
        seal_seq: 2,
        exam_id: ref.examId,
        candidate_id: ref.candidateId,
        sealed_at: String(receivedAt),
        ...submission,
      },
    ]);
    expect(await statusOf(ref.attemptId)).toEqual({ status: 'sealed', sealed_at: new Date(receivedAt) });
    expect(await jobsOf(ref.attemptId)).toEqual([
      { key: `${ref.attemptId}:2`, payload: { attemptId: ref.attemptId, sealSeq: 2 }, state: 'ready' },
    ]);
  });

  it('is not written at all when its submission cannot be', async () => {
    const { ref, tail } = await opened(log);
    await client.query(
      `INSERT INTO submission (attempt_id, seal_seq, exam_id, candidate_id, reason, receipt, kid, digest, sealed_at)
       VALUES ($1, 2, $2, $3, 'submitted', '{}', 'k', 'd', 0)`,
      [ref.attemptId, ref.examId, ref.candidateId],
    );
    expect(await log.seal(ref, tail, draftOf.sealed(), submission)).toEqual({ outcome: 'invalid' });
    expect(await kinds(ref)).toEqual(['1 opened']);
    expect(await statusOf(ref.attemptId)).toMatchObject({ status: 'open' });
    expect(await jobsOf(ref.attemptId)).toEqual([]);
  });

  it('[SEAL-6] is refused while the exam’s log holds a command that it was decided without', async () => {
    const { ref, tail } = await opened(log);
    await client.query(
      `INSERT INTO exam_log (exam_id, seq, kind, scope, body, actor, command_id, issued_at, hash)
       VALUES ($1, 1, 'extend', '{"kind":"all"}', '{"ms":1,"reason":""}', $2, $2, 0, decode($3, 'hex'))`,
      [ref.examId, randomUUID(), 'ab'.repeat(32)],
    );
    expect(await log.seal(ref, tail, draftOf.sealed(), submission)).toEqual(refused);
    expect(await submissionsOf(ref.attemptId)).toEqual([]);
    expect(await log.seal(ref, tail, draftOf.sealed({ examSeq: 1 }), submission)).toMatchObject({
      outcome: 'committed',
    });
  });

  it('[SEAL-6] waits for a command that is on its way, and then knows that it came first', async () => {
    const { ref, tail } = await opened(log);
    await client.query(`INSERT INTO exam (id, title, rules) VALUES ($1, '{}', '{}')`, [ref.examId]);
    const office = new pg.Client(connectionConfig(database.url, 'catalogue'));
    await office.connect();
    try {
      await office.query('BEGIN');
      await office.query('UPDATE exam SET log_seq = 1 WHERE id = $1', [ref.examId]);
      const sealing = log.seal(ref, tail, draftOf.sealed(), submission);
      await waitsForLock(client);
      await office.query('COMMIT');
      expect(await sealing).toEqual(refused);
    } finally {
      await office.end();
    }
    expect(await kinds(ref)).toEqual(['1 opened']);
  });

  it('[SEAL-10] of an adjudication replaces the receipt and leaves the attempt as it is kept', async () => {
    const { ref, tail } = await opened(log);
    const sealed = written(await log.seal(ref, tail, draftOf.sealed(), submission));
    const late = written(await log.append(ref, tailOf(sealed), draftOf.late(1, { open: false })));
    await client.query("UPDATE attempt SET status = 'reopening' WHERE id = $1", [ref.attemptId]);
    const judged = draftOf.adjudicated(late.seq, { open: false });
    written(await log.seal(ref, tailOf(late), judged, { ...submission, reason: 'adjudicated' }));
    expect((await submissionsOf(ref.attemptId)).map(({ seal_seq }) => seal_seq)).toEqual([2, 4]);
    // A reopening that no sweeper has carried out yet is not forgotten over it.
    expect(await statusOf(ref.attemptId)).toMatchObject({ status: 'reopening' });
  });
});

it('[LOG-8] a body that cannot be read disturbs only its own attempt', async () => {
  const [good, bad] = [await opened(log), await opened(log)];
  await client.query(
    `INSERT INTO attempt_log (region_id, attempt_id, seq, kind, body, exam_seq, received_at, open, hash)
     VALUES (2, $1, 2, 'answered', 'not json', 0, 0, true, decode($2, 'hex'))`,
    [bad.ref.attemptId, 'ab'.repeat(32)],
  );
  const [frames, failure] = await Promise.allSettled([log.read(good.ref, 0), log.read(bad.ref, 0)]);
  expect(frames).toMatchObject({ status: 'fulfilled', value: [{ kind: 'opened' }] });
  expect(failure.status).toBe('rejected');
});

interface StoredSubmission {
  readonly seal_seq: number;
  readonly receipt: string;
}

async function submissionsOf(attemptId: string): Promise<readonly StoredSubmission[]> {
  const statement = 'SELECT * FROM submission WHERE attempt_id = $1 ORDER BY seal_seq';
  return (await client.query<StoredSubmission>(statement, [attemptId])).rows;
}

async function statusOf(attemptId: string): Promise<unknown> {
  const statement = 'SELECT status, sealed_at FROM attempt WHERE id = $1';
  return (await client.query(statement, [attemptId])).rows[0];
}

async function jobsOf(attemptId: string): Promise<unknown[]> {
  const statement = "SELECT key, payload, state FROM job WHERE key LIKE $1 || ':%' ORDER BY id";
  return (await client.query(statement, [attemptId])).rows;
}

/** Once some statement of this database waits for another transaction. */
async function waitsForLock(observer: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await observer.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
  }
}
