import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitSomething } from '../ledger/attemptStatements.ts';
import { connectionConfig } from '../ledger/connection.ts';
import type { Acknowledged, AcknowledgedEntry } from '../main/crash/acknowledged.ts';
import { everyType, publishExam, rulesAt } from './exams.ts';
import { FakeClock } from './fakeClock.ts';
import { startNode, type TestNode } from './node.ts';
import { type OwnPostgres, startOwnPostgres } from './ownPostgres.ts';
import { answer, codeOf, Page, reportOn, type World } from './world.ts';

let postgres: OwnPostgres;
let clock: FakeClock;
let node: TestNode;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  clock = new FakeClock();
  node = startNode(postgres.url, clock);
});

afterAll(async () => {
  await node.stop();
  await postgres.remove();
});

const minute = 60_000;
const reason = 'as decided';

/** Sends one answer after the other until it has so many acknowledged, as a client does: again after every refusal. */
async function sit(page: Page, count: number, onAck: (n: number) => void): Promise<AcknowledgedEntry[]> {
  const acknowledged: AcknowledgedEntry[] = [];
  for (let n = 1; n <= count; ) {
    const sent = answer('q1', 'ABCD'[n % 4]);
    const reply = await page.append(n, [sent]);
    if (!reply.ok) {
      expect(['busy', 'unavailable']).toContain(reply.error.code);
      continue;
    }
    expect(reply.value).toMatchObject({ through: n });
    acknowledged.push({ epoch: 1, n, sent, verdict: { refused: null } });
    onAck(n);
    n += 1;
  }
  return acknowledged;
}

describe('[ACK-16] PostgreSQL stopped in the middle of an exam', () => {
  it('nothing is acknowledged while it is away, and everything flows in when it is back', async () => {
    const exam = await publishExam(node.prisma, {
      content: everyType(rulesAt(clock.now())),
      candidates: 20,
    });
    const world = { clock } as World;
    const pages = exam.candidates.map((who) => new Page(world, node, exam, 'page-1', who));
    await Promise.all(pages.map((page) => page.open()));

    const count = 60;
    let acks = 0;
    let isAway = false;
    const { promise: half, resolve } = Promise.withResolvers<void>();
    const sitting = pages.map((page) =>
      sit(page, count, () => {
        expect(isAway).toBe(false);
        acks += 1;
        if (acks === (pages.length * count) / 2) resolve();
      }),
    );
    await half;
    postgres.crash();
    // Whatever was on its way is over once the database can no longer be reached.
    await unreachable(postgres.url);
    isAway = true;
    const before = acks;

    const [page] = pages;
    if (page === undefined) throw new Error('There are twenty.');
    const asked = await Promise.all([
      page.seal(0),
      page.reconnect(),
      page.tryToOpen(),
      node.useCases.attemptState(page.who, page.attemptId),
      node.useCases.receipt(page.who, page.attemptId),
    ]);
    expect(asked.map(codeOf)).toEqual(asked.map(() => 'unavailable'));
    await expect(node.sweep()).rejects.toMatchObject({ name: 'Unavailable' });
    const extend = { kind: 'extend', body: { ms: minute, reason } } as const;
    await expect(node.issue(exam.examId, extend)).rejects.toMatchObject({ name: 'Unavailable' });
    expect(acks).toBe(before);

    isAway = false;
    await postgres.restart();
    const acknowledged = await Promise.all(sitting);
    expect(acknowledged.map((entries) => entries.length)).toEqual(pages.map(() => count));
    expect(codeOf(await page.seal(count))).toBe('ok');
    expect(await node.issue(exam.examId, extend)).toMatchObject({ outcome: 'committed' });

    const told = new Map<string, Acknowledged>(
      pages.map(({ attemptId }, index) => [
        attemptId,
        { entries: acknowledged[index] ?? [], lateReplies: [], receipts: [] },
      ]),
    );
    const report = await reportOn(postgres.url, told);
    expect(report.violations).toEqual([]);
    expect(report.attempts).toBe(pages.length);
  });
});

describe('[LOG-10] with a synchronous standby', () => {
  it('what confirms a frame that was found waits for the standby, as the frame’s own commit would', async () => {
    const [asker, watcher] = [
      new pg.Client(connectionConfig(postgres.url, 'catalogue')),
      new pg.Client(postgres.url),
    ];
    await Promise.all([asker.connect(), watcher.connect()]);
    const pid = (await asker.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;
    await requireStandby(watcher, 'nobody');
    let confirmation: Promise<unknown> = Promise.resolve();
    let waits = false;
    try {
      // The checkpointer tells the backends of the standby, in its own time.
      for (let tries = 0; tries < 1_000 && !waits; tries += 1) {
        confirmation = asker.query(commitSomething);
        waits = await waitsForStandby(watcher, pid, confirmation);
      }
      expect(waits).toBe(true);
    } finally {
      await requireStandby(watcher, '');
      await confirmation;
      await Promise.all([asker.end(), watcher.end()]);
    }
  });
});

async function requireStandby(client: pg.Client, name: string): Promise<void> {
  await client.query(`ALTER SYSTEM SET synchronous_standby_names = '${name}'`);
  await client.query('SELECT pg_reload_conf()');
  const current = async () =>
    (await client.query<{ value: string }>("SELECT current_setting('synchronous_standby_names') AS value"))
      .rows[0];
  while ((await current())?.value !== name) await client.query('SELECT pg_reload_conf()');
}

/** Whether a backend comes to wait for a standby before its work is done. */
async function waitsForStandby(
  client: pg.Client,
  pid: number | undefined,
  work: Promise<unknown>,
): Promise<boolean> {
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  work.then(done, done);
  while (!isDone) {
    const { rows } = await client.query<{ event: string | null }>(
      'SELECT wait_event AS event FROM pg_stat_activity WHERE pid = $1',
      [pid],
    );
    if (rows[0]?.event === 'SyncRep') return true;
  }
  return false;
}

/** Resolves when nobody listens any more: the last backend of the old server is gone by then. */
async function unreachable(url: string): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') return;
    }
  }
}
