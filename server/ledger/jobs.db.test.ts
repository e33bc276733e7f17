import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { FakeClock } from '../test/fakeClock.ts';
import { startNode, type TestNode } from '../test/node.ts';
import { PostgresJobQueue } from './jobs.ts';

describe('the durable queue', () => {
  let database: TestDatabase;
  let node: TestNode;
  let queue: PostgresJobQueue;
  let other: PostgresJobQueue;

  beforeAll(async () => {
    database = await createTestDatabase();
    node = startNode(database.url, new FakeClock());
    queue = new PostgresJobQueue(node.prisma);
    other = new PostgresJobQueue(node.prisma);
  });

  afterAll(async () => {
    await node.stop();
    await database.drop();
  });

  beforeEach(() => node.prisma.job.deleteMany());

  const enqueue = (key: string, kind = 'score') =>
    node.prisma.job.create({ data: { kind, key, payload: { attemptId: key } } });
  const stateOf = (key: string) => node.prisma.job.findFirstOrThrow({ where: { key } });
  /** As if the lease had run out a moment ago. */
  const expireLeases = () => node.prisma.job.updateMany({ data: { lockedUntil: new Date(0) } });

  it('[SCO-43] many workers never hold the same job', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => enqueue(`job-${i}`)));
    await enqueue('another', 'export');
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, i) => (i % 2 ? queue : other).claim(['score'], 5, 60_000)),
    );
    const keys = claims.flat().map(({ key }) => key);
    expect(keys).toHaveLength(40);
    expect(new Set(keys).size).toBe(40);
    expect(await queue.claim(['score'], 5, 60_000)).toEqual([]);
  });

  it('[SCO-43] a job comes with what it is about and how often it was tried', async () => {
    await enqueue('a');
    expect(await queue.claim(['score'], 1, 60_000)).toEqual([
      { id: expect.any(String), kind: 'score', key: 'a', payload: { attemptId: 'a' }, tries: 1 },
    ]);
  });

  it('[SCO-43] after its lease a job goes to another worker, and the first cannot finish it', async () => {
    await enqueue('a');
    const [first] = await queue.claim(['score'], 1, 60_000);
    expect(await other.claim(['score'], 1, 60_000)).toEqual([]);
    await expireLeases();
    const [second] = await other.claim(['score'], 1, 60_000);
    expect(second).toMatchObject({ id: first?.id, tries: 2 });
    await queue.done(first!.id);
    expect((await stateOf('a')).state).toBe('running');
    await queue.failed(first!.id, 'late', null);
    expect((await stateOf('a')).state).toBe('running');
    await other.done(second!.id);
    expect(await stateOf('a')).toMatchObject({ state: 'done', lockedUntil: null });
    await expireLeases();
    expect(await queue.claim(['score'], 1, 60_000)).toEqual([]);
  });

  it('[OPS-42] a flood of one district does not keep the others waiting', async () => {
    const enqueueIn = (districtId: number | null, count: number) =>
      node.prisma.job.createMany({
        data: Array.from({ length: count }, (_, i) => ({
          kind: 'score',
          key: `${districtId}-${i}`,
          districtId,
        })),
      });
    await enqueueIn(490, 200);
    await enqueueIn(482, 3);
    await enqueueIn(null, 1);
    const claim = async (limit: number) =>
      (await queue.claim(['score'], limit, 60_000)).map(({ key }) => key).sort();
    expect(await claim(3)).toEqual(['482-0', '490-0', 'null-0']);
    // Two districts are left, and each has one in hand.
    expect(await claim(2)).toEqual(['482-1', '490-1']);
    await enqueueIn(497, 1);
    expect(await claim(1)).toEqual(['497-0']);
    expect(await claim(2)).toEqual(['482-2', '490-2']);
    // Nobody else wants anything: the flood has all hands.
    expect(await claim(5)).toEqual(['490-3', '490-4', '490-5', '490-6', '490-7']);
  });

  it('[OPS-42] an abandoned job comes before what is ready', async () => {
    await enqueue('abandoned');
    await queue.claim(['score'], 1, 60_000);
    await expireLeases();
    await node.prisma.job.create({
      data: { kind: 'score', key: 'ready', districtId: 490, runAt: new Date(0) },
    });
    const [first] = await other.claim(['score'], 1, 60_000);
    expect(first).toMatchObject({ key: 'abandoned', tries: 2 });
  });

  it('[SCO-44] a failed job waits for its time, or is kept as failed with its error', async () => {
    await enqueue('soon');
    await enqueue('later');
    await enqueue('never');
    const jobs = await queue.claim(['score'], 3, 60_000);
    const idOf = (key: string) => jobs.find((job) => job.key === key)?.id ?? '';
    await queue.failed(idOf('soon'), 'once', 0);
    await queue.failed(idOf('later'), 'once', 3_600_000);
    await queue.failed(idOf('never'), 'for good', null);
    expect(await stateOf('later')).toMatchObject({ state: 'ready', lastError: 'once' });
    expect(await stateOf('never')).toMatchObject({ state: 'failed', lastError: 'for good' });
    const again = await queue.claim(['score'], 3, 60_000);
    expect(again.map(({ key, tries }) => [key, tries])).toEqual([['soon', 2]]);
    await queue.done(again[0]!.id);
    expect(await stateOf('soon')).toMatchObject({ state: 'done', lastError: null });
  });
});
