import { afterEach, describe, expect, it } from 'vitest';
import type { RateBucket } from '../app/ports.ts';
import { fail, ok } from '../app/result.ts';
import { bucketSettings } from '../config/buckets.ts';
import { createMemoryRateLimits } from '../live/memory/rateLimits.ts';
import { question } from '../test/doors/fakes.ts';
import { type Doors, startDoors } from '../test/doors/startDoors.ts';

let doors: Doors;
afterEach(() => doors.close());

/** Doors at which one bucket holds two tokens and gains one a second. */
async function start(bucket: RateBucket): Promise<Doors> {
  const rateLimits = createMemoryRateLimits({ ...bucketSettings, [bucket]: { burst: 2, perSecond: 1 } });
  doors = await startDoors({ rateLimits });
  return doors;
}

const limited = { ok: false, error: { code: 'rate-limited', retryAfterMs: 1_000 } };
const entry = { kind: 'answer', questionId: 'q1', value: 'a', marked: false, at: 1 };
const observed = { kind: 'observed', type: 'tab-hidden', at: 1 };
const append = (entries: object[]) => ({ attemptId: 'attempt-1', epoch: 1, from: 1, entries });
const open = { examId: 'e', deviceId: 'd' };

describe('too many requests of one user', () => {
  it.each([
    ['append', 'journal:append', append([entry])],
    ['append', 'attempt:seal', { attemptId: 'attempt-1', epoch: 1, through: 0, deadlineVersion: 0 }],
    ['takeover', 'attempt:open', open],
    ['read', 'attempt:open', { ...open, epoch: 1 }],
    ['read', 'paper:stream', { attemptId: 'attempt-1', from: 0, count: 1 }],
    ['read', 'session:renew', {}],
  ] as const)('[SEC-12] are refused for a while (%s: %s)', async (bucket, event, payload) => {
    const { connect, clock } = await start(bucket);
    const [socket, other] = [await connect(), await connect('bala')];
    await socket.emitWithAck(event, payload);
    await socket.emitWithAck(event, payload);
    expect(await socket.emitWithAck(event, payload)).toMatchObject(limited);
    expect(await other.emitWithAck(event, payload)).toMatchObject({ ok: true });
    clock.advance(1_000);
    expect(await socket.emitWithAck(event, payload)).toMatchObject({ ok: true });
  });

  it('[SEC-12] are counted over all their connections and both doors', async () => {
    const { connect, url, tokenOf } = await start('append');
    const [first, second] = [await connect(), await connect()];
    await first.emitWithAck('journal:append', append([entry]));
    await second.emitWithAck('journal:append', append([entry]));
    const { attemptId: _, ...body } = append([entry]);
    const answer = await fetch(`${url}/api/attempts/attempt-1/journal`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokenOf()}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toMatchObject([
      429,
      '1',
      limited,
    ]);
  });

  it('[SEC-12] are never refused for the observations in them, because answers travel behind those', async () => {
    const { connect } = await start('observe');
    const socket = await connect();
    for (let request = 0; request < 3; request += 1) {
      const reply = await socket.emitWithAck('journal:append', append([observed, entry, observed]));
      expect(reply).toMatchObject({ ok: true });
    }
  });

  it('[SEC-14] that wait for their answer on one connection are refused', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    doors = await startDoors({
      limits: { inFlightPerSocket: 2 },
      useCases: {
        appendEntries: async () => {
          await released;
          return ok({ through: 1 });
        },
        streamQuestions: async (_who, { from }) => ok({ from, questions: [question(0)] }),
        sealAttempt: async () => fail('superseded'),
      },
    });
    const socket = await doors.connect();
    const waiting = [1, 2].map(() => socket.emitWithAck('journal:append', append([entry])));
    const refused = await socket.emitWithAck('journal:append', append([entry]));
    expect(refused).toMatchObject({ error: { code: 'busy', retryAfterMs: expect.any(Number) } });
    release();
    expect(await Promise.all(waiting)).toEqual([
      { ok: true, through: 1 },
      { ok: true, through: 1 },
    ]);
    expect(await socket.emitWithAck('journal:append', append([entry]))).toMatchObject({ ok: true });
  });
});
