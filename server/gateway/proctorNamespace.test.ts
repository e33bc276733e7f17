import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '../app/result.ts';
import type { RoomDelta, RoomOpenReply, RoomPage } from '../protocol/proctor.ts';
import { testTokens } from '../test/doors/fakes.ts';
import { connected, type Doors, refusalOf, startDoors } from '../test/doors/startDoors.ts';
import { TestExam } from '../test/roster/testExam.ts';

let doors: Doors;
afterEach(() => doors.close());

/** Doors with one exam, open to every proctor. */
async function start(people = 3): Promise<TestExam> {
  const exam = new TestExam();
  exam.enrol(people);
  await exam.roster.load([], false);
  doors = await startDoors({
    rooms: {
      async open(_who, { scope, rows }) {
        const room = exam.roster.room(scope);
        const { pages, ...state } = room.state();
        const reply = { roomId: room.id, ...state, pages: rows ? pages : 0 } as unknown as RoomOpenReply;
        return ok({ room, reply });
      },
      leave: () => undefined,
      mayWatch: async () => true,
      *tick() {
        for (const room of exam.roster.rooms.values()) {
          yield { room, tick: room.tick(doors.clock.now(), false) };
        }
      },
    },
  });
  return exam;
}

const socketOf = (role: 'proctor' | 'admin' | 'author', sessionId = 's') => {
  const { accessToken } = testTokens.sign({ userId: role, sessionId, role }, doors.clock.now());
  return doors.socket(accessToken, { namespace: '/proctor' });
};

const everything = { examId: 'exam', scope: { kind: 'all' }, rows: true };

describe('the namespace of proctors', () => {
  it.each(['proctor', 'admin'] as const)('[ROS-18] lets a %s in', async (role) => {
    await start();
    await connected(socketOf(role));
    expect(doors.gateway.connections()).toMatchObject({ proctors: 1, candidates: 0 });
  });

  it('[ROS-18] lets no author and no candidate in', async () => {
    await start();
    expect((await refusalOf(socketOf('author'))).data).toMatchObject({ code: 'forbidden' });
    const candidate = doors.socket(doors.tokenOf(), { namespace: '/proctor' });
    expect((await refusalOf(candidate)).data).toMatchObject({ code: 'forbidden' });
    const nobody = doors.socket('hello', { namespace: '/proctor' });
    expect((await refusalOf(nobody)).data).toMatchObject({ code: 'unauthenticated' });
  });

  it.each([1, 90, 700, 2_500])('[ROS-20] sends a room of %i as everything else is sent', async (people) => {
    const exam = await start(people);
    const socket = socketOf('proctor');
    const pages: RoomPage[] = [];
    const { promise: isComplete, resolve } = Promise.withResolvers<void>();
    socket.on('room:page', (page: RoomPage) => {
      pages.push(page);
      if (pages.length === page.of) resolve();
    });
    const { roomId } = await socket.emitWithAck('room:open', everything);
    await isComplete;
    expect(pages.flatMap((page) => page.people)).toHaveLength(people);
    const delta = new Promise<RoomDelta>((heard) => socket.once('room:delta', heard));
    exam.publish('p00000', { answered: 7 });
    doors.gateway.proctors.tick();
    expect(await delta).toMatchObject({
      roomId,
      from: 1,
      version: 2,
      rows: [{ n: 0, live: { answered: 7 } }],
    });
  });

  it('[ROS-19] drops a viewer whose line is stuck, goes on for the others, and tells the one once it reads again', async () => {
    await start(40_000);
    const stuck = socketOf('proctor');
    const reading = socketOf('admin');
    await stuck.emitWithAck('room:open', { ...everything, rows: false });
    const { _socket: line } = Reflect.get(stuck.io.engine.transport, 'ws') as {
      _socket: { pause(): void; resume(): void };
    };
    stuck.emit('room:open', everything);
    line.pause();
    const dropped = new Promise((heard) => stuck.once('room:dropped', heard));
    const told: RoomDelta[] = [];
    reading.on('room:delta', (delta: RoomDelta) => told.push(delta));
    await reading.emitWithAck('room:open', { ...everything, rows: false });
    for (let second = 0; second < 20; second += 1) {
      const next = new Promise((heard) => reading.once('room:delta', heard));
      doors.clock.advance(1_000);
      doors.gateway.proctors.tick();
      await next;
    }
    expect(told).toHaveLength(20);
    line.resume();
    expect(await dropped).toMatchObject({
      reason: 'too-slow',
      message: expect.stringContaining('Open it again'),
    });
  });

  it('[ROS-17] answers a request that makes no sense, and an event that nobody knows', async () => {
    await start();
    const socket = socketOf('proctor');
    for (const request of [
      undefined,
      {},
      { ...everything, scope: { kind: 'galaxy' } },
      { ...everything, more: 1 },
    ]) {
      expect(await socket.emitWithAck('room:open', request)).toMatchObject({ error: { code: 'malformed' } });
    }
    expect(await socket.emitWithAck('attempt:open', everything)).toMatchObject({
      error: { code: 'unknown-event' },
    });
    expect(await socket.emitWithAck('room:close', { roomId: 'no-such-room' })).toEqual({ ok: true });
  });

  it('[LIV-10] cuts the connections of a sign-in that ends', async () => {
    await start();
    const [ended, other] = [socketOf('proctor', 'ended'), socketOf('admin', 'other')];
    await Promise.all([connected(ended), connected(other)]);
    const gone = new Promise((heard) => ended.once('disconnect', heard));
    doors.ended.add('ended', doors.clock.now() + 1_000);
    expect(await gone).toBe('io server disconnect');
    expect(other.connected).toBe(true);
  });
});
