import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Node } from '../main/node.ts';
import type { LivePart, RoomDelta, RoomOpenReply, RoomPage, RosterPerson } from '../protocol/proctor.ts';
import { type LiveServer, startLiveServer, testPassword } from './liveServer.ts';
import { startRedis, type TestRedis } from './redis.ts';
import { tinyBank, tinyExam } from './tinyExam.ts';

let redis: TestRedis;
let server: LiveServer;
let other: Node;
let examId: string;
let districts: number[];

beforeAll(async () => {
  redis = await startRedis();
  server = await startLiveServer({ redisUrl: redis.url });
  other = await server.addNode();
  await server.addCandidates('asha', 'bala', 'chitra', 'dev');
  districts = (await server.prisma.district.findMany({ take: 2, orderBy: { id: 'asc' } })).map(
    ({ id }) => id,
  );
  await server.prisma.user.updateMany({ data: { districtId: districts[0]! } });
  await server.prisma.user.update({ where: { username: 'dev' }, data: { districtId: districts[1]! } });
  examId = await server.publish(tinyBank, tinyExam);
  await server.addCandidates('office', 'proctor', 'author');
  for (const [username, role] of [
    ['office', 'admin'],
    ['proctor', 'proctor'],
    ['author', 'author'],
  ] as const) {
    const { id } = await server.prisma.user.update({
      where: { username },
      data: { role, displayName: username },
    });
    if (role === 'proctor') {
      await server.prisma.proctorScope.create({ data: { userId: id, districtId: districts[0]! } });
    }
  }
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

async function tokenOf(username: string): Promise<string> {
  const response = await fetch(`${urlOf(server.node)}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: testPassword }),
  });
  return ((await response.json()) as { accessToken: string }).accessToken;
}

async function connect(node: Node, namespace: string, username: string): Promise<Socket> {
  const socket = io(`${urlOf(node)}${namespace}`, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false },
    auth: { token: await tokenOf(username) },
  });
  sockets.push(socket);
  return socket;
}

/** A proctor's page: the room as pages and deltas tell of it. */
class Viewer {
  reply!: RoomOpenReply;
  readonly deltas: RoomDelta[] = [];
  readonly #people = new Map<number, RosterPerson>();
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('room:page', ({ people }: RoomPage) => {
      for (const person of people) if (!this.#people.has(person.n)) this.#people.set(person.n, person);
    });
    socket.on('room:delta', (delta: RoomDelta) => {
      this.deltas.push(delta);
      for (const { n, live } of delta.rows ?? []) this.#change(n, () => live);
      for (const [n, answered, marked, lastSaveAt] of delta.saved ?? []) {
        this.#change(n, (live) => live && { ...live, answered, marked, lastSaveAt });
      }
    });
  }

  get names(): string[] {
    return [...this.#people.values()].map(({ name }) => name).sort();
  }

  live(name: string): LivePart | null | undefined {
    return [...this.#people.values()].find((person) => person.name === name)?.live;
  }

  /** Waits, delta by delta, until something is so. */
  async until(isSo: (viewer: Viewer) => boolean): Promise<void> {
    while (!isSo(this)) await new Promise((resolve) => this.#socket.once('room:delta', resolve));
  }

  #change(n: number, change: (live: LivePart | null) => LivePart | null): void {
    const person = this.#people.get(n);
    if (person !== undefined) this.#people.set(n, { ...person, live: change(person.live) });
  }
}

const openRoom = (socket: Socket, request: object) =>
  socket.emitWithAck('room:open', { examId, scope: { kind: 'all' }, rows: true, ...request });

async function watch(node: Node, username: string, request: object = {}): Promise<Viewer> {
  const socket = await connect(node, '/proctor', username);
  const viewer = new Viewer(socket);
  const reply = await openRoom(socket, request);
  expect(reply).toMatchObject({ ok: true });
  viewer.reply = reply;
  return viewer;
}

describe('the live room over two nodes', () => {
  it('[ROS-15] shows at one node what a candidate does at the other', async () => {
    const room = await watch(other, 'office');
    expect(room.reply).toMatchObject({ total: 4, pages: 1, counts: { enrolled: 4 }, stale: false });
    await room.until(({ names }) => names.length === 4);
    expect(room.names).toEqual(['asha', 'bala', 'chitra', 'dev']);

    const candidate = await connect(server.node, '/candidate', 'asha');
    await room.until((viewer) => viewer.live('asha')?.status === 'signed-in');
    expect(room.live('asha')).toMatchObject({ connected: true, attemptId: null });

    const opened = await candidate.emitWithAck('attempt:open', { examId, deviceId: 'd' });
    await room.until((viewer) => viewer.live('asha')?.status === 'started');

    const { attemptId, epoch, paper } = opened as {
      attemptId: string;
      epoch: number;
      paper: { sections: { questionIds: string[] }[] };
    };
    const questionId = paper.sections[0]!.questionIds[0];
    await candidate.emitWithAck('journal:append', {
      ...{ attemptId, epoch, from: 1 },
      entries: [{ kind: 'answer', questionId, value: true, marked: true, at: 1 }],
    });
    await room.until((viewer) => viewer.live('asha')?.answered === 1);
    expect(room.live('asha')).toMatchObject({ attemptId, marked: 1, connected: true });

    candidate.disconnect();
    await room.until((viewer) => viewer.live('asha')?.connected === false);
    expect(room.live('asha')).toMatchObject({ status: 'started', answered: 1 });

    const back = await connect(other, '/candidate', 'asha');
    await back.emitWithAck('attempt:open', { examId, deviceId: 'd', epoch });
    await room.until((viewer) => viewer.live('asha')?.connected === true);
    await back.emitWithAck('attempt:seal', { attemptId, epoch, through: 1, deadlineVersion: 1 });
    await room.until((viewer) => viewer.live('asha')?.status === 'handed-in');
  });

  it('[ROS-15] shows how far a command has come', async () => {
    const room = await watch(server.node, 'office', { rows: false });
    expect(room.reply.pages).toBe(0);
    const candidate = await connect(other, '/candidate', 'bala');
    const pushed = new Promise<{ commandId: string }>((resolve) =>
      candidate.once('deadline:changed', resolve),
    );
    const { attemptId, epoch } = await candidate.emitWithAck('attempt:open', { examId, deviceId: 'd' });
    const commandId = randomUUID();
    const response = await fetch(`${urlOf(server.node)}/api/staff/exams/${examId}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf('office')}` },
      body: JSON.stringify({
        ...{ commandId, scope: { kind: 'district', districtId: districts[0] }, kind: 'extend' },
        body: { ms: 600_000, reason: 'Power cut.' },
      }),
    });
    expect(response.status).toBe(200);
    const progress = () =>
      room.deltas.flatMap(({ commands = [] }) => commands).findLast((each) => each.commandId === commandId);
    await room.until(() => (progress()?.applied ?? 0) > 0 && progress()?.pending === 1);
    expect(progress()).toMatchObject({ reaches: 3, kind: 'extend' });

    expect((await pushed).commandId).toBe(commandId);
    const entries = [{ kind: 'confirmed', commandId, at: 1 }];
    await candidate.emitWithAck('journal:append', { attemptId, epoch, from: 1, entries });
    await room.until(() => progress()?.confirmed === 1);
    expect(progress()).toMatchObject({ pending: 0 });
  });
});

describe('who may watch', () => {
  it('[ROS-16] opens to a proctor the parts that are assigned to them, and no other', async () => {
    const socket = await connect(server.node, '/proctor', 'proctor');
    const own = { kind: 'district', districtId: districts[0] };
    expect(await openRoom(socket, { scope: own })).toMatchObject({ ok: true, scopes: [own], total: 3 });
    for (const scope of [{ kind: 'all' }, { kind: 'district', districtId: districts[1] }]) {
      expect(await openRoom(socket, { scope })).toMatchObject({ ok: false, error: { code: 'not-in-scope' } });
    }
  });

  it('[ROS-16] opens to the exam office everything', async () => {
    const socket = await connect(server.node, '/proctor', 'office');
    expect(await openRoom(socket, {})).toMatchObject({ ok: true, scopes: [{ kind: 'all' }] });
  });

  it.each([
    ['an exam', { examId: randomUUID() }],
    ['an exam id', { examId: 'no-such-exam' }],
    ['a centre', { scope: { kind: 'centre', centreId: randomUUID() } }],
    ['a district', { scope: { kind: 'district', districtId: 32_000 } }],
  ])('[ROS-17] says of %s that nobody knows that it is not there', async (_name, request) => {
    const socket = await connect(server.node, '/proctor', 'office');
    expect(await openRoom(socket, request)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it.each(['asha', 'author'])('[ROS-18] refuses the token of %s at the handshake', async (username) => {
    const socket = await connect(server.node, '/proctor', username);
    const refusal = await new Promise<Error & { data?: unknown }>((resolve) =>
      socket.once('connect_error', resolve),
    );
    expect(refusal.data).toMatchObject({ code: 'forbidden' });
  });
});
