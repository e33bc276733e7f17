import { describe, expect, it } from 'vitest';
import { RawSocket } from '../test/doors/rawSocket.ts';
import { startDoors } from '../test/doors/startDoors.ts';

/** How many of each kind of thing keep Node alive. */
function alive(): Map<string, number> {
  const kinds = process.getActiveResourcesInfo();
  return new Map(kinds.map((kind) => [kind, kinds.filter((other) => other === kind).length]));
}

function isMore(now: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): boolean {
  return [...now].some(([kind, count]) => kind !== 'Immediate' && count > (before.get(kind) ?? 0));
}

describe('a closed gateway', () => {
  it('[WIRE-20] leaves no timer, no connection and no listener', async () => {
    const before = alive();
    const doors = await startDoors();
    const { gateway, httpServer } = doors;
    const socket = await doors.connect();
    await socket.emitWithAck('attempt:open', { examId: 'e', deviceId: 'd' });
    const idle = new RawSocket(doors.port);
    await idle.opened;
    const gone = Promise.all([new Promise((resolve) => socket.once('disconnect', resolve)), idle.closed]);
    await gateway.drain();
    await gone;
    await gateway.close();
    expect(gateway.connections()).toEqual({ candidates: 0, strangers: 0 });
    expect(doors.attending).toEqual([]);
    expect(httpServer.listening).toBe(false);
    expect(httpServer.listenerCount('connection')).toBe(1);
    // The client's side of the connections ends a few turns later; what stays makes this test run out of time.
    while (isMore(alive(), before)) await new Promise(setImmediate);
  });
});
