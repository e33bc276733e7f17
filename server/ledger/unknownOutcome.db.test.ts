import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FaultProxy } from '../../bench/chaos/faultProxy.ts';
import type { Tail, WriteOutcome } from '../app/ports.ts';
import { draftOf, newAttempt, opened, startLog, submission, tailOf, written } from '../test/attemptLogs.ts';
import { SeededChance } from '../test/chance.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import type { PostgresAttemptLog } from './attemptLog.ts';
import { connectionConfig } from './connection.ts';
import { Lane } from './lane.ts';

let database: TestDatabase;
let proxy: FaultProxy;
/** The node behind the proxy. */
let log: PostgresAttemptLog;
/** Another node, with a sound connection. */
let sound: PostgresAttemptLog;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  sound = startLog(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await Promise.all([sound.close(), client.end()]);
  await database.drop();
});

beforeEach(async () => {
  proxy = await FaultProxy.start(database.url);
  // A connection that fell silent is given up after 0.3 s, so that the test need not wait for it.
  const config = {
    ...connectionConfig(proxy.url, 'ledger'),
    query_timeout: 300,
    connectionTimeoutMillis: 300,
  };
  log = startLog(proxy.url, { lane: () => new Lane(config, () => undefined) });
});

afterEach(async () => {
  await log.close();
  await proxy.close();
});

const committed = { outcome: 'committed' };

/** Attempts whose frames the node has begun to write, so that its connection for that is there. */
async function warm(count = 1) {
  const attempts = await Promise.all(Array.from({ length: count }, () => opened(log)));
  return await Promise.all(
    attempts.map(async ({ ref, tail }) => ({
      ref,
      tail: tailOf(written(await log.append(ref, tail, draftOf.answered(1)))),
    })),
  );
}

async function first<T>(items: Promise<readonly T[]>): Promise<T> {
  const [item] = await items;
  if (item === undefined) throw new Error('There is at least one.');
  return item;
}

describe('[LOG-10] a connection that is cut around the commit', () => {
  it('the reply is lost: the frame is there once, and acknowledged', async () => {
    const { ref, tail } = await first(warm());
    const lost = proxy.loseReply();
    const outcome = await log.append(ref, tail, draftOf.answered(2));
    await lost;
    expect(await sound.read(ref, tail.seq)).toEqual([written(outcome)]);
  });

  it('the request is lost: the frame is there once, and acknowledged', async () => {
    const { ref, tail } = await first(warm());
    const lost = proxy.loseRequest();
    const outcome = await log.append(ref, tail, draftOf.answered(2));
    await lost;
    expect(await sound.read(ref, tail.seq)).toEqual([written(outcome)]);
  });

  it('the request has arrived and nobody knows more: the frame is there once, and acknowledged', async () => {
    const { ref, tail } = await first(warm());
    const cut = proxy.cutBehindRequest();
    const outcome = await log.append(ref, tail, draftOf.answered(2));
    await cut;
    expect(await sound.read(ref, tail.seq)).toEqual([written(outcome)]);
  });

  it('half of the request has arrived: every frame is there once, and acknowledged', async () => {
    const attempts = await warm(30);
    const cut = proxy.cutAfterBytes(2_000);
    const outcomes = await Promise.all(
      attempts.map(({ ref, tail }) => log.append(ref, tail, draftOf.answered(2))),
    );
    await cut;
    expect(outcomes).toEqual(attempts.map(() => expect.objectContaining(committed)));
    const tails = await Promise.all(attempts.map(({ ref, tail }) => sound.read(ref, tail.seq)));
    expect(tails).toEqual(outcomes.map((outcome) => [written(outcome)]));
  });

  it('the replies to the first try, the second and the reading back are lost', async () => {
    const { ref, tail } = await first(warm());
    const lost = (async () => {
      for (let time = 0; time < 2; time += 1) await proxy.loseReply();
      // On a new connection the first reply ends the greeting, the second is the statement's, the third the reading's.
      await proxy.loseReply(3);
    })();
    const outcome = await log.append(ref, tail, draftOf.answered(2));
    await lost;
    expect(await sound.read(ref, tail.seq)).toEqual([written(outcome)]);
  });

  it('[LOG-14] at an opening: one attempt, one first frame', async () => {
    await warm();
    const ref = newAttempt();
    const lost = proxy.loseReply();
    const outcome = await log.open(ref, draftOf.opened(), Date.now() + 3_600_000);
    await lost;
    expect(await sound.read(ref, 0)).toEqual([written(outcome)]);
    const { rows } = await client.query('SELECT id FROM attempt WHERE exam_id = $1', [ref.examId]);
    expect(rows).toEqual([{ id: ref.attemptId }]);
  });

  it('[SEAL-7] at a seal: one seal, one submission, one scoring job', async () => {
    const [attempt, other] = await warm(2);
    if (attempt === undefined || other === undefined) throw new Error('There are two.');
    await log.seal(other.ref, other.tail, draftOf.sealed(), submission);
    const { ref, tail } = attempt;
    const lost = proxy.loseReply();
    const outcome = await log.seal(ref, tail, draftOf.sealed(), submission);
    await lost;
    expect(await sound.read(ref, tail.seq)).toEqual([written(outcome)]);
    const { rows } = await client.query(
      `SELECT s.seal_seq, j.key, a.status FROM submission s
       JOIN job j ON j.key = s.attempt_id || ':' || s.seal_seq JOIN attempt a ON a.id = s.attempt_id
       WHERE s.attempt_id = $1`,
      [ref.attemptId],
    );
    expect(rows).toEqual([{ seal_seq: 3, key: `${ref.attemptId}:3`, status: 'sealed' }]);
  });

  it('[LOG-5] and another node takes the place: refused', async () => {
    const { ref, tail } = await first(warm());
    const lost = proxy.loseRequest();
    proxy.refuse();
    const outcome = log.append(ref, tail, draftOf.answered(2, {}, 'B'));
    const winner = written(await sound.append(ref, tail, draftOf.answered(2, {}, 'A')));
    proxy.heal();
    expect(await outcome).toEqual({ outcome: 'refused' });
    expect(await sound.read(ref, tail.seq)).toEqual([winner]);
    void lost;
  });
});

describe('[LOG-10, ACK-1] a database that does not answer', () => {
  it('gets the same statement again until it does, and the frame is there once', async () => {
    const { ref, tail } = await first(warm());
    const abandoned = proxy.fallSilent();
    const waiting = log.append(ref, tail, draftOf.answered(2));
    await abandoned;
    proxy.heal();
    const frame = written(await waiting);
    expect(await sound.read(ref, tail.seq)).toEqual([frame]);
  });

  it('is not taken for a refusal: the outcome is unknown, and nothing was acknowledged', async () => {
    const [attempt] = await warm();
    if (attempt === undefined) throw new Error('There is one.');
    const { ref, tail } = attempt;
    proxy.refuse();
    // Time passes as fast as the node asks for it.
    let elapsed = 0;
    const impatient = startLog(proxy.url, {
      elapsed: () => elapsed,
      wait: async (ms) => {
        elapsed += ms;
      },
    });
    const outcome = await impatient.append(ref, tail, draftOf.answered(2));
    expect(outcome).toEqual({ outcome: 'unavailable', retryAfterMs: expect.any(Number) });
    await expect(impatient.read(ref, 0)).rejects.toMatchObject({ name: 'Unavailable' });
    expect(await sound.read(ref, tail.seq)).toEqual([]);
    proxy.heal();
    expect(await impatient.append(ref, tail, draftOf.answered(2))).toMatchObject(committed);
    await impatient.close();
  });
});

describe('[LOG-5, LOG-10, ACK-1] two pipelining writers whose backends are shot', () => {
  const frames = 25;

  /** Writes frames behind whatever stands there, until so many of its own are acknowledged. */
  async function write(
    node: PostgresAttemptLog,
    ref: Awaited<ReturnType<typeof opened>>['ref'],
    name: string,
  ) {
    const acknowledged: string[] = [];
    let tail: Tail | null = null;
    while (acknowledged.length < frames) {
      tail ??= await node.read(ref, 0).then(
        (all) => tailOf(all[all.length - 1]!),
        () => null,
      );
      if (tail === null) continue;
      const outcome: WriteOutcome = await node.append(
        ref,
        tail,
        draftOf.answered(acknowledged.length + 1, {}, name),
      );
      tail = outcome.outcome === 'committed' ? tailOf(outcome.frame) : null;
      if (outcome.outcome === 'committed') acknowledged.push(outcome.frame.hash);
    }
    return acknowledged;
  }

  it.each([
    ['cancelled', 'pg_cancel_backend', 11],
    ['terminated', 'pg_terminate_backend', 12],
  ])('backends %s: every acknowledged frame is there, in one chain', async (_, shoot, seed) => {
    const chance = new SeededChance(seed);
    let batches = 0;
    let shots = 0;
    let shooting: Promise<void> = Promise.resolve();
    const onBatch = () => {
      batches += 1;
      if (batches % 4 !== 0) return;
      const statement = `SELECT ${shoot}(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'pariksha-ledger' ORDER BY md5(pid::text || $1) LIMIT 2`;
      shooting = shooting.then(async () => {
        shots += (await client.query(statement, [String(chance.next())])).rowCount ?? 0;
      });
    };
    const nodes = [startLog(database.url, { onBatch }), startLog(database.url, { onBatch })];
    const attempts = await Promise.all(Array.from({ length: 12 }, () => opened(sound)));
    const acknowledged = await Promise.all(
      attempts.map(async ({ ref }) =>
        (await Promise.all(nodes.map((node, index) => write(node, ref, 'AB'[index]!)))).flat(),
      ),
    );
    await shooting;
    expect(shots).toBeGreaterThan(10);
    for (const [index, { ref }] of attempts.entries()) {
      const stored = await sound.read(ref, 0);
      expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, at) => at + 1));
      const hashes = stored.map(({ hash }) => hash);
      expect(new Set(hashes).size).toBe(hashes.length);
      expect(hashes).toEqual(expect.arrayContaining(acknowledged[index]!));
    }
    await Promise.all(nodes.map((node) => node.close()));
  });
});
