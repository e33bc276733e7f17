import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../config/config.ts';
import { startNode as startWholeNode } from '../main/node.ts';
import { endAll, launch } from './processes/launch.ts';
import { until } from './until.ts';
import { answer, must, Page, startWorld, type World } from './world.ts';

const hour = 3_600_000;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('the worker', () => {
  let world: World;
  let folder: string;
  let env: Readonly<Record<string, string>>;
  const masterKey = randomBytes(32);

  beforeEach(async () => {
    world = await startWorld();
    // Whatever is over for this clock is long over for the worker's.
    world.clock.advance(-3 * hour);
    folder = await mkdtemp(join(tmpdir(), `pariksha-test-${process.pid}-worker-`));
    env = {
      DATABASE_URL: world.databaseUrl,
      PARIKSHA_MASTER_KEY: masterKey.toString('base64'),
      PARIKSHA_DATA: folder,
      HOST: '127.0.0.1',
      PORT: '0',
    };
  });

  afterEach(async () => {
    endAll();
    await world.stop();
    await rm(folder, { recursive: true });
  });

  async function abandoned(count: number): Promise<readonly Page[]> {
    const exam = await world.exam({ durationMs: 60_000 }, { candidates: count });
    const pages = exam.candidates.map((who) => new Page(world, world.a, exam, 'page-1', who));
    for (const page of pages) {
      await page.open();
      must(await page.append(1, [answer('q1', 'A')]));
    }
    return pages;
  }

  function wholeNode(settings: Record<string, string>) {
    const config = loadConfig(settings);
    return startWholeNode({
      config: { ...config, http: { ...config.http, port: 0, host: '127.0.0.1' } },
      databaseUrl: world.databaseUrl,
      masterKey,
      operator: silent,
      webFolder: null,
    });
  }

  const jobsIn = (state: string) => world.prisma.job.count({ where: { state } });
  const allJobsAre = (state: string, count: number) => until(async () => (await jobsIn(state)) === count);

  it('[OPS-39, SEAL-8] seals what is over and scores it, opens nothing but its health, and ends by itself', async () => {
    const pages = await abandoned(3);
    const worker = launch('startWorker', env);
    const [, url = ''] = await worker.says(/health is at (http:\S+)\/readyz/);
    await allJobsAre('done', pages.length);
    for (const page of pages) expect(await page.frames()).toEqual(['1 opened', '2 answered', '3 sealed']);
    const attemptIds = pages.map(({ attemptId }) => attemptId);
    expect(await world.prisma.score.count({ where: { attemptId: { in: attemptIds } } })).toBe(pages.length);

    const statusOf = async (path: string) => (await fetch(`${url}${path}`)).status;
    expect(await Promise.all(['/healthz', '/readyz', '/metrics'].map(statusOf))).toEqual([200, 200, 200]);
    expect(await Promise.all(['/', '/api/exams', '/socket.io/?EIO=4'].map(statusOf))).toEqual([
      404, 404, 404,
    ]);

    worker.signal('SIGTERM');
    expect(await worker.ended, worker.printed()).toBe(0);
  });

  it('[OPS-40] a node that is told not to work leaves the jobs to a worker, and seals all the same', async () => {
    const pages = await abandoned(2);
    const node = await wholeNode({ WORKER: 'off' });
    await allJobsAre('ready', pages.length);
    await node.stop();
    expect(await world.prisma.job.count({ where: { attempts: 0 } })).toBe(pages.length);
    const worker = launch('startWorker', env);
    await allJobsAre('done', pages.length);
    worker.signal('SIGTERM');
    expect(await worker.ended, worker.printed()).toBe(0);
  });

  it('[OPS-39, SEAL-1] two nodes and a worker that sweep at once seal each attempt once', async () => {
    const pages = await abandoned(60);
    const worker = launch('startWorker', env);
    const nodes = await Promise.all([wholeNode({}), wholeNode({})]);
    await worker.says(/health is at/);
    await allJobsAre('done', pages.length);
    for (const page of pages) expect(await page.frames()).toEqual(['1 opened', '2 answered', '3 sealed']);
    expect(await world.prisma.submission.count()).toBe(pages.length);
    expect((await world.report()).violations).toEqual([]);
    worker.signal('SIGTERM');
    expect(await worker.ended, worker.printed()).toBe(0);
    await Promise.all(nodes.map((node) => node.stop()));
  });

  it('[OPS-41] the jobs can be looked at, and one that has failed can be tried again', async () => {
    const run = async (...args: readonly string[]) => {
      const command = launch('jobs', env, args);
      return { code: await command.ended, printed: command.printed() };
    };
    expect(await run()).toEqual({ code: 0, printed: 'There are no jobs.\n' });
    await world.prisma.job.createMany({
      data: [
        {
          kind: 'score',
          key: 'a:1',
          districtId: 490,
          state: 'failed',
          attempts: 8,
          lastError: 'The attempt is not-found.',
        },
        { kind: 'score', key: 'b:1', districtId: 490, state: 'done' },
        { kind: 'score', key: 'c:1' },
      ],
    });
    const { id } = await world.prisma.job.findFirstOrThrow({ where: { key: 'a:1' } });
    const looked = await run();
    expect(looked.printed.split('\n').map((line) => line.replaceAll(/ +/g, ' ').trim())).toEqual([
      'kind district ready running done failed',
      'score - 1 0 0 0',
      'score Pune 0 0 1 1',
      '',
      'Failed:',
      `${id} score a:1, Pune: 8 tries. The attempt is not-found.`,
      '',
    ]);
    expect(await run('--retry', `${id}`)).toMatchObject({
      code: 0,
      printed: expect.stringContaining(`Job ${id} is ready again.`),
    });
    expect(await world.prisma.job.findFirst({ where: { id } })).toMatchObject({
      state: 'ready',
      attempts: 0,
    });
    expect(await run('--retry', `${id}`)).toMatchObject({
      code: 1,
      printed: expect.stringContaining(`There is no failed job ${id}.`),
    });
    expect(await run('--retry', 'all')).toMatchObject({ code: 2 });
  });
});
