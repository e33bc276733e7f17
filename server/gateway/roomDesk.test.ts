import { describe, expect, it } from 'vitest';
import { ok } from '../app/result.ts';
import type { Room } from '../app/roster/room.ts';
import type { RoomOpenReply, RoomOpenRequest } from '../protocol/proctor.ts';
import { FakeClock } from '../test/doors/fakes.ts';
import { TestExam } from '../test/roster/testExam.ts';
import { RoomDesk } from './roomDesk.ts';
import type { ProctorSocket } from './types.ts';

const limits = { viewerBytes: 20_000, viewerPatienceMs: 5_000, roomsPerSocket: 2 };

/** A connection whose other side reads when the test says so. */
class HandSocket {
  readonly data = { who: { userId: 'p', sessionId: 's', role: 'proctor', expiresAt: 0 } };
  connected = true;
  readonly told: string[] = [];
  readonly pushes: string[] = [];
  #unread: (() => void)[] = [];
  readonly conn = {
    send: (text: string, _options: object, read: () => void) => {
      this.pushes.push(text);
      this.#unread.push(read);
    },
  };

  emit(event: string, { reason }: { reason: string }): void {
    this.told.push(`${event} ${reason}`);
  }

  /** Reads what waits, and what comes of it. */
  read(): void {
    while (this.#unread.length > 0) this.#unread.shift()?.();
  }

  get asSocket(): ProctorSocket {
    return this as unknown as ProctorSocket;
  }

  get events(): string[] {
    return this.pushes.map((text) => /"(room:\w+)"/.exec(text)?.[1] ?? text);
  }
}

/** Rooms of one exam that are open to everybody who is let in. */
async function start(people: number, viewerBytes = limits.viewerBytes) {
  const exam = new TestExam();
  exam.enrol(people);
  await exam.roster.load([], false);
  const clock = new FakeClock();
  const left: Room[] = [];
  let isAssigned = true;
  const desk = new RoomDesk({
    clock,
    limits: { ...limits, viewerBytes },
    rooms: {
      async open(_who, { scope, rows }: RoomOpenRequest) {
        const room = exam.roster.room(scope);
        const { pages, ...state } = room.state();
        const reply = { roomId: room.id, ...state, pages: rows ? pages : 0 } as unknown as RoomOpenReply;
        return ok({ room, reply });
      },
      leave: (room) => void left.push(room),
      mayWatch: async () => isAssigned,
      *tick() {
        for (const room of exam.roster.rooms.values()) yield { room, tick: room.tick(clock.now(), false) };
      },
    },
  });
  const open = async (socket: HandSocket, request: Partial<RoomOpenRequest> = {}): Promise<string> => {
    const all = { examId: 'exam', scope: { kind: 'all' }, rows: true } as const;
    const opened = await desk.open(socket.asSocket, { ...all, ...request });
    await new Promise((resolve) => setImmediate(resolve));
    return opened.ok ? opened.value.roomId : '';
  };
  const unassign = () => {
    isAssigned = false;
  };
  return { exam, desk, clock, left, open, unassign };
}

describe('the desk of the live rooms', () => {
  it('[ROS-20] encodes a delta once for all who watch, and another for those who see counts only', async () => {
    const { exam, desk, open } = await start(3);
    const sockets = [new HandSocket(), new HandSocket(), new HandSocket()];
    await open(sockets[0]!);
    await open(sockets[1]!);
    await open(sockets[2]!, { rows: false });
    exam.publish('p00001');
    desk.tick();
    const [first, second, third] = sockets.map(({ pushes }) => pushes.at(-1));
    expect(first).toBe(second);
    expect(first).toContain('"rows"');
    expect(third).not.toContain('"rows"');
  });

  it('[ROS-20] sends who comes in during the same second the same page, and who comes in later a new one', async () => {
    const { exam, desk, open } = await start(3);
    const sockets = [new HandSocket(), new HandSocket(), new HandSocket()];
    await open(sockets[0]!);
    exam.publish('p00001');
    await open(sockets[1]!);
    desk.tick();
    await open(sockets[2]!);
    const pages = sockets.map(({ pushes }) => pushes[0]);
    expect(pages[1]).toBe(pages[0]);
    expect(pages[2]).toContain('"started"');
  });

  it('[ROS-19] sends pages only as fast as they are read', async () => {
    const { desk, open } = await start(5_000, 4_000_000);
    const socket = new HandSocket();
    await open(socket);
    const early = socket.pushes.length;
    expect(early).toBeLessThan(5);
    desk.tick();
    socket.read();
    expect(socket.events.filter((event) => event === 'room:page')).toHaveLength(5);
    expect(socket.events).toContain('room:delta');
  });

  it('[ROS-19] drops a viewer for whom too much waits, tells why, and lets them open the room again', async () => {
    const { exam, desk, open, left } = await start(500);
    const slow = new HandSocket();
    const quick = new HandSocket();
    await open(slow);
    await open(quick);
    for (let second = 0; second < 2; second += 1) {
      for (const candidateId of exam.enrolled.keys())
        exam.publish(candidateId, { deadlineVersion: second + 2 });
      quick.read();
      desk.tick();
      quick.read();
    }
    expect(slow.told).toEqual(['room:dropped too-slow']);
    expect(quick.told).toEqual([]);
    expect(left).toHaveLength(1);
    slow.read();
    const before = slow.pushes.length;
    desk.tick();
    expect(slow.pushes).toHaveLength(before);
    await open(slow);
    expect(slow.events.slice(before)).toEqual(['room:page']);
  });

  it('[ROS-19] drops a viewer who reads nothing for too long, however little waits', async () => {
    const { desk, clock, open } = await start(1);
    const socket = new HandSocket();
    await open(socket);
    for (let second = 0; second < 6; second += 1) {
      clock.advance(1_000);
      desk.tick();
    }
    expect(socket.told).toEqual(['room:dropped too-slow']);
  });

  it('[ROS-19] keeps a viewer who reads', async () => {
    const { desk, clock, open } = await start(1);
    const socket = new HandSocket();
    await open(socket);
    for (let second = 0; second < 30; second += 1) {
      clock.advance(1_000);
      desk.tick();
      socket.read();
    }
    expect(socket.told).toEqual([]);
    expect(socket.pushes).toHaveLength(31);
  });

  it('[ROS-21] drops a viewer to whom the room is assigned no longer', async () => {
    const { desk, open, unassign } = await start(1);
    const socket = new HandSocket();
    await open(socket);
    await desk.review();
    expect(socket.told).toEqual([]);
    unassign();
    await desk.review();
    expect(socket.told).toEqual(['room:dropped not-in-scope']);
  });

  it('[ROS-22] closes the oldest room of a connection that watches too many', async () => {
    const { desk, open, left } = await start(1);
    const socket = new HandSocket();
    const centres = ['c1', 'c2', 'c3'].map((centreId) => ({ scope: { kind: 'centre', centreId } as const }));
    const [first] = [
      await open(socket, centres[0]),
      await open(socket, centres[1]),
      await open(socket, centres[2]),
    ];
    expect(left.map(({ id }) => id)).toEqual([first]);
    socket.pushes.length = 0;
    socket.read();
    desk.tick();
    expect(socket.events).toEqual(['room:delta', 'room:delta']);
  });

  it('[ROS-22] begins anew when a room is opened again', async () => {
    const { desk, open } = await start(1);
    const socket = new HandSocket();
    await open(socket);
    await open(socket);
    expect(socket.events).toEqual(['room:page', 'room:page']);
    desk.tick();
    expect(socket.events.slice(2)).toEqual(['room:delta']);
  });

  it('[ROS-22] tells a connection nothing more after it has closed the room, or is gone', async () => {
    const { desk, open, left } = await start(1);
    const [closed, gone] = [new HandSocket(), new HandSocket()];
    desk.close(closed.asSocket, await open(closed));
    await open(gone);
    desk.gone(gone.asSocket);
    desk.close(closed.asSocket, 'no-such-room');
    desk.tick();
    expect([closed.events, gone.events]).toEqual([['room:page'], ['room:page']]);
    expect(left).toHaveLength(2);
  });
});
