import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '../app/result.ts';
import { type Doors, type DoorsOptions, refusalOf, startDoors } from '../test/doors/startDoors.ts';

let doors: Doors;

async function start(options?: DoorsOptions): Promise<Doors> {
  doors = await startDoors(options);
  return doors;
}

const append = {
  attemptId: 'attempt-1',
  epoch: 1,
  from: 1,
  entries: [{ kind: 'confirmed', commandId: 'c', at: 1 }],
};

/** Use cases by which an append is being carried out, once it is `asked` for, until it is released. */
function heldAppend() {
  const { promise: asked, resolve: tell } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const appendEntries = async () => {
    tell();
    await released;
    return ok({ through: 1 });
  };
  return { useCases: { appendEntries }, asked, release };
}

afterEach(() => doors.close());

describe('draining', () => {
  it('[WIRE-19] tells every connection once when to come back, and lets nobody in', async () => {
    await start({ limits: { drainSlice: 2, drainSliceMs: 1, reconnectSpreadMs: 5_000 } });
    const sockets = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((user) => doors.connect(user)));
    const told: number[] = [];
    for (const socket of sockets) {
      socket.on('server:draining', ({ reconnectAfterMs }) => told.push(reconnectAfterMs));
    }
    const gone = Promise.all(
      sockets.map((socket) => new Promise((resolve) => socket.once('disconnect', resolve))),
    );
    const drained = doors.gateway.drain();
    await refusalOf(doors.socket(doors.tokenOf('f')));
    await Promise.all([drained, gone]);
    expect(told).toHaveLength(5);
    expect(told.every((ms) => ms >= 0 && ms < 5_000)).toBe(true);
  });

  it('[OPS-31] sends its clients away a few at a time, and serves the others meanwhile', async () => {
    await start({ limits: { drainSlice: 1, drainSliceMs: 3_600_000, drainMs: 4 * 3_600_000 } });
    const [first, second] = await Promise.all([doors.connect('a'), doors.connect('b')]);
    const gone = Promise.race(
      [first, second].map(
        (socket) => new Promise((resolve) => socket.once('disconnect', () => resolve(socket))),
      ),
    );
    const drained = doors.gateway.drain();
    const stays = (await gone) === first ? second : first;
    expect(await stays.emitWithAck('journal:append', append)).toMatchObject({ ok: true });
    // Whoever closes it does not wait for its end.
    await doors.gateway.close();
    await drained;
  });

  it('[OPS-31] sends more at a time when they are so many that it would take too long', async () => {
    await start({ limits: { drainSlice: 1, drainSliceMs: 3_600_000, drainMs: 3_600_000 } });
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((user) => doors.connect(user)));
    await doors.gateway.drain();
  });

  it('[WIRE-19] turns down what a connection asks after it was told', async () => {
    const { useCases, asked, release } = heldAppend();
    await start({ useCases });
    const socket = await doors.connect();
    const told = new Promise((resolve) => socket.once('server:draining', resolve));
    const before = socket.emitWithAck('journal:append', append);
    await asked;
    const drained = doors.gateway.drain();
    await told;
    const reply = await socket.emitWithAck('journal:append', append);
    expect(reply).toMatchObject({ ok: false, error: { code: 'busy', retryAfterMs: expect.any(Number) } });
    release();
    expect(await before).toMatchObject({ ok: true });
    await drained;
  });

  it('[OPS-30] no longer listens, so that new connections find the other nodes', async () => {
    const { useCases, asked, release } = heldAppend();
    await start({ useCases });
    const reply = (await doors.connect()).emitWithAck('journal:append', append);
    await asked;
    const drained = doors.gateway.drain();
    await expect(fetch(`${doors.url}/healthz`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    release();
    expect(await reply).toMatchObject({ ok: true });
    await drained;
  });

  it('[WIRE-19] answers what is being carried out, and then closes', async () => {
    const { useCases, asked, release } = heldAppend();
    await start({ useCases });
    const socket = await doors.connect();
    const reply = socket.emitWithAck('journal:append', append);
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    await asked;
    const drained = doors.gateway.drain();
    release();
    expect(await reply).toEqual({ ok: true, through: 1 });
    await drained;
    // Not a word to end the session with: clients come back by themselves.
    expect(await gone).toBe('transport close');
  });

  it('[WIRE-19] does not wait for ever for what hangs', async () => {
    const { useCases, asked } = heldAppend();
    await start({ limits: { drainPatienceMs: 20 }, useCases });
    (await doors.connect()).emit('journal:append', append);
    await asked;
    await doors.gateway.drain();
  });
});
