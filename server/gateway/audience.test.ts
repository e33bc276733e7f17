import { afterEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../app/result.ts';
import { openReply } from '../test/doors/fakes.ts';
import { type Doors, type DoorsOptions, refusalOf, startDoors } from '../test/doors/startDoors.ts';

let doors: Doors;
afterEach(() => doors.close());

/** Opening exam `n` opens attempt `n`. */
async function start(options: DoorsOptions = {}): Promise<Doors> {
  doors = await startDoors({
    ...options,
    useCases: {
      openAttempt: async (_who, { examId }) => ok({ ...openReply, attemptId: examId }),
      ...options.useCases,
    },
  });
  return doors;
}

const sealed = { attemptId: '1', reason: 'expired', sealedAt: 1, receipt: 'a.b.c' };

describe('pushes', () => {
  it('[WIRE-13] reach every connection that shows the attempt, and no other', async () => {
    const { connect, gateway } = await start();
    const [first, second, other] = [await connect(), await connect(), await connect('bala')];
    await first.emitWithAck('attempt:open', { examId: '1', deviceId: 'a' });
    await second.emitWithAck('attempt:open', { examId: '1', deviceId: 'b' });
    await other.emitWithAck('attempt:open', { examId: '2', deviceId: 'c' });
    const told: string[] = [];
    const hear = (name: string, socket: typeof first) =>
      new Promise((resolve) =>
        socket.on('attempt:sealed', (push) => resolve(told.push(`${name}${push.attemptId}`))),
      );
    const all = Promise.all([hear('first', first), hear('second', second), hear('other', other)]);
    gateway.audience.push('1', 'attempt:sealed', sealed, 'here');
    gateway.audience.push('2', 'attempt:sealed', { ...sealed, attemptId: '2' }, 'here');
    await all;
    expect(told.sort()).toEqual(['first1', 'other2', 'second1']);
  });

  it('[WIRE-13] reach nobody whose opening was refused', async () => {
    const { connect, gateway, attending } = await start({
      useCases: { openAttempt: async () => fail('not-found') },
    });
    const socket = await connect();
    const told: unknown[] = [];
    socket.on('attempt:sealed', (push) => told.push(push));
    await socket.emitWithAck('attempt:open', { examId: '1', deviceId: 'a' });
    gateway.audience.push('1', 'attempt:sealed', sealed, 'here');
    await socket.emitWithAck('session:renew', {});
    expect([told, attending]).toEqual([[], []]);
  });

  it('[WIRE-14] do not tell the page that took the pen that it has lost it', async () => {
    const superseded = (deviceId: string) => ({ attemptId: '1', epoch: 2, deviceId });
    const { connect, gateway } = await start({
      useCases: {
        openAttempt: async (_who, { examId, deviceId }) => {
          gateway.audience.push('1', 'attempt:superseded', superseded(deviceId), 'everywhere');
          return ok({ ...openReply, attemptId: examId });
        },
      },
    });
    const [old, young] = [await connect(), await connect()];
    const told: string[] = [];
    old.on('attempt:superseded', ({ deviceId }) => told.push(`old hears of ${deviceId}`));
    young.on('attempt:superseded', ({ deviceId }) => told.push(`young hears of ${deviceId}`));
    await old.emitWithAck('attempt:open', { examId: '1', deviceId: 'a' });
    await young.emitWithAck('attempt:open', { examId: '1', deviceId: 'b' });
    // The same page of the same connection, under a new device id.
    await young.emitWithAck('attempt:open', { examId: '1', deviceId: 'c' });
    // Another node tells later.
    gateway.audience.push('1', 'attempt:superseded', superseded('c'), 'everywhere');
    await old.emitWithAck('session:renew', {});
    await young.emitWithAck('session:renew', {});
    expect(told).toEqual(['old hears of b', 'old hears of c', 'old hears of c']);
  });
});

describe('attendance', () => {
  it('[WIRE-12] is counted once for a connection, however often it opens, and ends with it', async () => {
    const { connect, attending } = await start();
    const [first, second] = [await connect(), await connect()];
    await first.emitWithAck('attempt:open', { examId: '1', deviceId: 'a' });
    await first.emitWithAck('attempt:open', { examId: '1', deviceId: 'a', epoch: 1 });
    await second.emitWithAck('attempt:open', { examId: '1', deviceId: 'b' });
    expect(attending).toEqual(['1', '1']);
    first.disconnect();
    second.disconnect();
    await doors.gateway.drain();
    expect(attending).toEqual([]);
  });

  it('[WIRE-12] goes on without a gap when the page comes back to the same attempt', async () => {
    const calls: string[] = [];
    const { connect } = await start({
      useCases: {
        attend: (attemptId) => void calls.push(`attend ${attemptId}`),
        leave: (attemptId) => void calls.push(`leave ${attemptId}`),
      },
    });
    const socket = await connect();
    await socket.emitWithAck('attempt:open', { examId: '1', deviceId: 'a' });
    await socket.emitWithAck('attempt:open', { examId: '1', deviceId: 'a', epoch: 1 });
    await socket.emitWithAck('attempt:open', { examId: '2', deviceId: 'a' });
    expect(calls).toEqual(['attend 1', 'leave 1', 'attend 2']);
  });

  it('[WIRE-12] goes on to the attempt that was opened last', async () => {
    const { connect, attending, gateway } = await start();
    const socket = await connect();
    const told: string[] = [];
    socket.on('attempt:sealed', ({ attemptId }) => told.push(attemptId));
    await socket.emitWithAck('attempt:open', { examId: '1', deviceId: 'a' });
    await socket.emitWithAck('attempt:open', { examId: '2', deviceId: 'a' });
    gateway.audience.push('1', 'attempt:sealed', sealed, 'here');
    gateway.audience.push('2', 'attempt:sealed', { ...sealed, attemptId: '2' }, 'here');
    await socket.emitWithAck('session:renew', {});
    expect([told, attending]).toEqual([['2'], ['2']]);
  });

  it('[WIRE-12] does not begin when the connection went while it was opening', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { promise: asked, resolve: tell } = Promise.withResolvers<void>();
    const { connect, attending, gateway } = await start({
      useCases: {
        openAttempt: async (_who, { examId }) => {
          tell();
          await released;
          return ok({ ...openReply, attemptId: examId });
        },
      },
    });
    const socket = await connect();
    socket.emit('attempt:open', { examId: '1', deviceId: 'a' });
    await asked;
    socket.disconnect();
    while (gateway.connections().candidates > 0) await new Promise(setImmediate);
    release();
    await gateway.drain();
    expect(attending).toEqual([]);
  });
});

describe('an ended session', () => {
  it('[SEC-17] loses its connections at once, and its tokens are refused at both doors', async () => {
    const { connect, tokenOf, url } = await start();
    const [ended, other] = [await connect('asha'), await connect('bala')];
    const gone = new Promise((resolve) => ended.once('disconnect', resolve));
    doors.ended.add('session-of-asha', doors.clock.now() + 60_000);
    expect(await gone).toBe('io server disconnect');
    expect((await refusalOf(doors.socket(tokenOf('asha')))).data).toMatchObject({ code: 'session-ended' });
    const answer = await fetch(`${url}/api/exams`, {
      headers: { authorization: `Bearer ${tokenOf('asha')}` },
    });
    expect([answer.status, await answer.json()]).toMatchObject([401, { error: { code: 'session-ended' } }]);
    expect(await other.emitWithAck('session:renew', {})).toMatchObject({ ok: true });
  });
});
