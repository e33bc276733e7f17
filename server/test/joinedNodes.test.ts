import { randomBytes, randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { issueCommand } from '../app/issueCommand.ts';
import { signInDelay } from '../app/signInFailures.ts';
import { bucketSettings } from '../config/buckets.ts';
import { createRedisLive } from '../live/redis/redisLive.ts';
import { staleness } from '../live/test/redisNodes.ts';
import { followPushes } from '../main/live.ts';
import type { Node } from '../main/node.ts';
import { MemoryLog } from './doors/fakes.ts';
import { type LiveServer, startLiveServer, testPassword } from './liveServer.ts';
import { startRedis, type TestRedis } from './redis.ts';
import { tinyBank, tinyExam } from './tinyExam.ts';
import { Page, startWorld } from './world.ts';

let redis: TestRedis;
let server: LiveServer;
let other: Node;
let examId: string;

beforeAll(async () => {
  redis = await startRedis();
  server = await startLiveServer({ redisUrl: redis.url });
  other = await server.addNode();
  await server.addCandidates('asha', 'bala', 'chitra', 'deepa', 'office');
  await server.prisma.user.update({ where: { username: 'office' }, data: { role: 'admin' } });
  examId = await server.publish(tinyBank, tinyExam);
});
afterAll(async () => {
  await server.stop();
  await redis.stop();
});

let sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets) socket.disconnect();
  sockets = [];
});

const urlOf = (node: Node) => `http://127.0.0.1:${node.port}`;

async function signIn(node: Node, username: string) {
  const response = await fetch(`${urlOf(node)}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: testPassword }),
  });
  const { accessToken } = (await response.json()) as { accessToken: string };
  return { accessToken, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

/** A page that shows the exam at a node. */
async function open(node: Node, accessToken: string, deviceId: string) {
  const socket = io(`${urlOf(node)}/candidate`, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false, auth: { token: accessToken } },
  });
  sockets.push(socket);
  const opened = await socket.emitWithAck('attempt:open', { examId, deviceId });
  expect(opened).toMatchObject({ ok: true });
  return { socket, ...(opened as { attemptId: string; epoch: number }) };
}

function next(socket: Socket, event: string): Promise<unknown> {
  return new Promise((resolve) => socket.once(event, resolve));
}

async function issue(node: Node, command: object): Promise<unknown> {
  const { accessToken } = await signIn(node, 'office');
  const response = await fetch(`${urlOf(node)}/api/staff/exams/${examId}/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ commandId: randomUUID(), scope: { kind: 'all' }, ...command }),
  });
  return response.json();
}

describe('a candidate at one node', () => {
  it('[LIV-18, WIRE-14] is told at once that a page at the other node has taken the pen, and that one is not', async () => {
    const { accessToken } = await signIn(server.node, 'asha');
    const first = await open(server.node, accessToken, 'first');
    const told = next(first.socket, 'attempt:superseded');
    const second = await open(other, accessToken, 'second');
    const wrong: unknown[] = [];
    second.socket.on('attempt:superseded', (push) => wrong.push(push));
    expect(await told).toEqual({ attemptId: first.attemptId, epoch: 2, deviceId: 'second' });
    // The overtaken page asks: its node finds the frame, and tells its own pages only.
    const { attemptId, epoch } = first;
    const entries = [{ kind: 'visited', questionId: 'q-1', ms: 1, at: 1 }];
    const append = { attemptId, epoch, from: 1, entries };
    expect(await first.socket.emitWithAck('journal:append', append)).toMatchObject({ ok: true, late: true });
    await second.socket.emitWithAck('session:renew', {});
    expect(wrong).toEqual([]);
  });

  it('[LIV-18] is told at once that the attempt was handed in at the other node', async () => {
    const { accessToken } = await signIn(server.node, 'bala');
    const page = await open(server.node, accessToken, 'page');
    const told = next(page.socket, 'attempt:sealed');
    const response = await fetch(`${urlOf(other)}/api/attempts/${page.attemptId}/seal`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({ epoch: page.epoch, through: 0, deadlineVersion: 1 }),
    });
    expect(response.status).toBe(200);
    expect(await told).toMatchObject({ attemptId: page.attemptId, reason: 'submitted' });
  });

  it('[LIV-11] is reached by a command that was issued at the other node', async () => {
    const { accessToken } = await signIn(server.node, 'chitra');
    const page = await open(server.node, accessToken, 'page');
    const told = next(page.socket, 'deadline:changed');
    const reason = 'The power was out.';
    const issued = await issue(other, { kind: 'extend', body: { ms: 600_000, reason } });
    expect(issued).toMatchObject({ ok: true, command: { seq: 1 } });
    expect(await told).toMatchObject({ attemptId: page.attemptId, reason });
  });

  it('[LIV-10, SEC-17] loses every connection when signing out everywhere at the other node', async () => {
    const here = await signIn(server.node, 'chitra');
    const page = await open(server.node, here.accessToken, 'page');
    const gone = next(page.socket, 'disconnect');
    const there = await signIn(other, 'chitra');
    const out = await fetch(`${urlOf(other)}/api/sessions?everywhere=true`, {
      method: 'DELETE',
      headers: { cookie: there.cookie },
    });
    expect([out.status, await gone]).toEqual([200, 'io server disconnect']);
    const again = await fetch(`${urlOf(server.node)}/api/exams`, {
      headers: { authorization: `Bearer ${here.accessToken}` },
    });
    expect(again.status).toBe(401);
  });
});

describe('a stranger who can write to Redis', () => {
  it('[LIV-14, LIV-15] tells no page anything, and ends no node', async () => {
    const stranger = redis.connect();
    const overheard: [channel: string, message: Buffer][] = [];
    const spy = redis.connect();
    await spy.psubscribe('*');
    spy.on('pmessageBuffer', (_pattern: string, channel: Buffer, message: Buffer) => {
      if (!channel.toString().endsWith(':pulse')) overheard.push([channel.toString(), message]);
    });
    const { accessToken } = await signIn(server.node, 'deepa');
    const page = await open(server.node, accessToken, 'first');
    const told = next(page.socket, 'attempt:superseded');
    await open(other, accessToken, 'second');
    await told;
    spy.disconnect();
    const wrong: unknown[] = [];
    page.socket.onAny((...push) => wrong.push(push));
    const pushes = overheard.filter(([channel]) => channel.includes(page.attemptId));
    expect(pushes).toHaveLength(1);
    for (const [channel, message] of overheard) {
      for (const forged of [message, message.subarray(49), Buffer.from('{'), Buffer.alloc(0)]) {
        await stranger.publish(channel, forged);
      }
    }
    const issued = next(page.socket, 'notice');
    const text = { en: 'Ten minutes are left.' };
    await issue(other, { kind: 'message', body: { text } });
    expect(await issued).toMatchObject({ text });
    expect(wrong).toHaveLength(1);
    for (const node of [server.node, other]) {
      const metrics = await (await fetch(`${urlOf(node)}/metrics`)).text();
      const rejected = Number(/^pariksha_live_rejected_total (\d+)$/m.exec(metrics)?.[1]);
      expect(rejected).toBeGreaterThanOrEqual(4);
    }
  });
});

describe('nodes that never look by themselves', () => {
  it('[LIV-11] hear of a command of the other at once, and act on it for their candidates', async () => {
    const world = await startWorld();
    const masterKey = randomBytes(32);
    const now = () => world.clock.now();
    const lives = [world.a, world.b].map(() =>
      createRedisLive({
        ...{ url: redis.url, masterKey, now, elapsed: () => performance.now(), log: new MemoryLog() },
        ...{ buckets: bucketSettings, signInDelay },
      }),
    );
    const [here, there] = lives;
    if (here === undefined || there === undefined) throw new Error('There are two.');
    await Promise.all(lives.map((live) => staleness(live, false)));
    followPushes(there, world.b.core.follower, new MemoryLog());
    const page = new Page(world, world.b, await world.exam());
    await page.open();
    const acted = new Promise((resolve) =>
      world.b.core.desk.attempts.listen({
        onFrame: () => undefined,
        onCommand: ({ ref, state }, { kind }) =>
          resolve([ref.attemptId, kind, state.status === 'open' && state.deadlineVersion]),
      }),
    );
    const { examLog: log, follower } = world.a.core;
    await issueCommand(
      { log, follower, clock: world.clock, pushes: here.pushes },
      {
        ...{ examId: page.exam.examId, commandId: randomUUID(), actor: randomUUID(), scope: { kind: 'all' } },
        content: { kind: 'extend', body: { ms: 60_000, reason: 'The power was out.' } },
      },
    );
    expect(await acted).toEqual([page.attemptId, 'extend', 2]);
    await Promise.all(lives.map((live) => live.close()));
    await world.stop();
  });
});

describe('nodes whose Redis is gone', () => {
  it('[LIV-16] are ready, let people in, save, and end in order', async () => {
    await redis.kill();
    const { accessToken } = await signIn(server.node, 'chitra');
    const page = await open(server.node, accessToken, 'another');
    const { attemptId, epoch } = page;
    const entries = [{ kind: 'answer', questionId: 'q-1', value: true, marked: false, at: 1 }];
    const append = { attemptId, epoch, from: 1, entries };
    expect(await page.socket.emitWithAck('journal:append', append)).toMatchObject({ ok: true, through: 1 });
    expect((await fetch(`${urlOf(other)}/readyz`)).status).toBe(200);
  });
});
