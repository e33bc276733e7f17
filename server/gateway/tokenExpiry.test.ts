import { afterEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../app/ports.ts';
import { fail, ok } from '../app/result.ts';
import type { SessionUseCases } from '../app/useCases.ts';
import { claims, testTokens } from '../test/doors/fakes.ts';
import { type Doors, startDoors } from '../test/doors/startDoors.ts';

const tenMinutes = 10 * 60_000;

let doors: Doors;
afterEach(() => doors.close());

/** Doors whose sessions answer as `state` says, and tell of every question. */
async function start(state: { verdict: 'live' | 'ended' | 'unavailable' | 'broken' }) {
  let questions = 0;
  let hear: (() => void) | undefined;
  const renew: SessionUseCases['renew'] = async (who) => {
    questions += 1;
    hear?.();
    if (state.verdict === 'broken') throw new Unavailable('gone');
    if (state.verdict === 'ended') return fail('session-ended');
    if (state.verdict === 'unavailable') return fail('unavailable', { retryAfterMs: 1_000 });
    return ok(testTokens.sign(who, doors.clock.now()));
  };
  doors = await startDoors({ sessions: { renew }, limits: { renewGraceMs: 60_000 } });
  return {
    questions: () => questions,
    asked: () => new Promise<void>((resolve) => (hear = resolve)),
  };
}

describe('a connection whose token runs out', () => {
  it('[SEC-16] is cut at once when its session has ended', async () => {
    await start({ verdict: 'ended' });
    const socket = await doors.connect();
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    doors.clock.advance(tenMinutes);
    await gone;
    expect(doors.metrics.cuts).toEqual(['session-ended']);
  });

  it('[SEC-16] is cut when it could have been renewed and was not, one period later', async () => {
    const { asked } = await start({ verdict: 'live' });
    const socket = await doors.connect();
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    const first = asked();
    doors.clock.advance(tenMinutes);
    await first;
    expect(socket.connected).toBe(true);
    doors.clock.advance(61_000);
    await gone;
    expect(doors.metrics.cuts).toEqual(['token-expired']);
  });

  it('[SEC-16] stays when it was renewed, until the new token runs out', async () => {
    const { asked, questions } = await start({ verdict: 'live' });
    const socket = await doors.connect();
    doors.clock.advance(tenMinutes - 60_000);
    expect(await socket.emitWithAck('session:renew', {})).toMatchObject({
      ok: true,
      expiresAt: doors.clock.now() + tenMinutes,
    });
    expect(questions()).toBe(1);
    doors.clock.advance(tenMinutes - 1_000);
    await socket.emitWithAck('attempt:open', { examId: 'e', deviceId: 'd' });
    const next = asked();
    doors.clock.advance(1_000);
    await next;
    expect([socket.connected, questions()]).toEqual([true, 2]);
  });

  it.each(['unavailable', 'broken'] as const)(
    '[SEC-16] stays for as long as nobody can be asked (%s), and then has time to renew',
    async (verdict) => {
      const state: Parameters<typeof start>[0] = { verdict };
      const { asked } = await start(state);
      const socket = await doors.connect();
      for (let time = 0; time < 5; time++) {
        const next = asked();
        doors.clock.advance(time === 0 ? tenMinutes : 16_000);
        await next;
      }
      state.verdict = 'live';
      const next = asked();
      doors.clock.advance(16_000);
      await next;
      expect(socket.connected).toBe(true);
      expect(await socket.emitWithAck('session:renew', {})).toMatchObject({ ok: true });
      doors.clock.advance(61_000);
      expect(await socket.emitWithAck('attempt:open', { examId: 'e', deviceId: 'd' })).toMatchObject({
        ok: true,
      });
      expect(doors.metrics.cuts).toEqual([]);
    },
  );

  it('[SEC-16] gets its period anew with every token', async () => {
    const { asked } = await start({ verdict: 'live' });
    const socket = await doors.connect();
    for (let token = 0; token < 3; token++) {
      const next = asked();
      doors.clock.advance(tenMinutes);
      await next;
      expect(await socket.emitWithAck('session:renew', {})).toMatchObject({ ok: true });
    }
    expect(doors.metrics.cuts).toEqual([]);
  });

  it('[SEC-16] stays when it is renewed while its session is asked about', async () => {
    const { promise: asked, resolve: tell } = Promise.withResolvers<void>();
    const { promise: verdict, resolve: decide } = Promise.withResolvers<void>();
    let questions = 0;
    doors = await startDoors({
      sessions: {
        renew: async (who) => {
          questions += 1;
          if (questions > 1) return ok(testTokens.sign(who, doors.clock.now()));
          tell();
          await verdict;
          return fail('session-ended');
        },
      },
    });
    const socket = await doors.connect();
    doors.clock.advance(tenMinutes);
    await asked;
    expect(await socket.emitWithAck('session:renew', {})).toMatchObject({ ok: true });
    decide();
    expect(await socket.emitWithAck('attempt:open', { examId: 'e', deviceId: 'd' })).toMatchObject({
      ok: true,
    });
    expect([socket.connected, doors.metrics.cuts]).toEqual([true, []]);
  });

  it('[SEC-16] is asked about as whom it signed in', async () => {
    const who: unknown[] = [];
    doors = await startDoors({
      sessions: {
        renew: async (asking) => {
          who.push(asking);
          return fail('session-ended');
        },
      },
    });
    const socket = await doors.connect();
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    const expiresAt = doors.clock.now() + tenMinutes;
    doors.clock.advance(tenMinutes);
    await gone;
    expect(who).toEqual([{ ...claims(), expiresAt }]);
  });
});
