import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { Server } from 'socket.io';
import { ensureWebBuilt } from '../../../../server/main/buildWeb.ts';
import type { RoomDelta } from '../../../../server/protocol/proctor.ts';
import type { CommandView, TimelineReply } from '../../../../server/protocol/staff.ts';
import { seededRandom } from '../../../session/cli/random.ts';
import { type RecordedRoom, recordRoom } from './recordedRoom.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const user = { id: 'user-1', username: 'proctor01', displayName: 'Shobha Nikam', role: 'proctor' };
const who = { id: user.id, name: user.displayName };

export interface RecordedServer {
  readonly url: string;
  /** What the deltas say from now on. */
  isStale: boolean;
  /** Ends the room for whoever watches, as for a page that is too slow. */
  drop(): void;
  close(): Promise<void>;
}

export interface RecordedServerOptions {
  readonly seed: number;
  /** Of 40,000 candidates. */
  readonly share?: number;
}

/** Serves the page and plays a recorded room to it, with as many changes a second as a large exam has. */
export async function serveRecordedRoom({ seed, share = 1 }: RecordedServerOptions): Promise<RecordedServer> {
  const folder = await ensureWebBuilt({ log: () => undefined });
  const now = Date.now();
  const recorded = recordRoom({ seed, now, share });
  const random = seededRandom(seed);
  const http = createServer((request, response) => void answer(request, response, folder, recorded));
  const io = new Server(http, { transports: ['websocket'], serveClient: false });
  let version = recorded.opened.version;
  const room = io.of('/proctor');

  const state = { isStale: false };
  const tell = (change: Partial<RoomDelta>) => {
    version += 1;
    room.emit('room:delta', {
      roomId: recorded.opened.roomId,
      from: version - 1,
      version,
      serverNow: Date.now(),
      stale: state.isStale,
      ...change,
    });
  };
  room.on('connection', (socket) => {
    socket.on('room:open', (_request: unknown, ack: (reply: object) => void) => {
      ack({ ok: true, ...recorded.opened, version, serverNow: Date.now() });
      for (const page of recorded.pages) socket.emit('room:page', page);
    });
    socket.on('session:renew', (_request: unknown, ack: (reply: object) => void) =>
      ack({ ok: true, accessToken: 'token', expiresAt: Date.now() + 900_000 }),
    );
  });
  const timer = setInterval(() => tell(savedBy(recorded, random)), 1_000);
  http.listen(0);
  await once(http, 'listening');
  const address = http.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://localhost:${address.port}`,
    drop: () => {
      const { roomId } = recorded.opened;
      room.emit('room:dropped', { roomId, reason: 'too-slow', message: 'This page reads too slowly.' });
    },
    close: async () => {
      clearInterval(timer);
      await io.close();
    },
  });
}

/** What a second brings: the answers of some, and the counts that follow. */
function savedBy({ people, opened }: RecordedRoom, random: () => number): Partial<RoomDelta> {
  const saved = Array.from({ length: Math.min(2_000, people.length / 10) }, () => {
    const person = people[Math.floor(random() * people.length)];
    return person?.live?.connected && person.live.answered !== null
      ? [[person.n, person.live.answered + 1, person.live.marked ?? 0, Date.now()] as const]
      : [];
  }).flat();
  const last = opened.commands.at(-1);
  return {
    saved,
    tiles: opened.tiles.map((tile) => ({
      ...tile,
      connected: tile.connected - Math.floor(random() * tile.connected * 0.02),
    })),
    ...(last === undefined ? {} : { commands: [last] }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  recorded: RecordedRoom,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (!pathname.startsWith('/api/')) return serveFile(pathname, response, folder);
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const reply = apiReply(`${request.method} ${pathname}`, body, recorded);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ok: true, ...reply }));
}

async function serveFile(pathname: string, response: ServerResponse, folder: string): Promise<void> {
  // Whatever is no file is a page of the client.
  const isFile = /^(\/assets)?\/[\w.-]+\.[a-z0-9]+$/.test(pathname);
  const asset = isFile ? pathname : '/index.html';
  const bytes = await readFile(join(folder, asset)).catch(() => null);
  response.writeHead(bytes === null ? 404 : 200, { 'content-type': types[extname(asset)] ?? 'text/plain' });
  response.end(bytes ?? '');
}

function apiReply(call: string, body: string, recorded: RecordedRoom): object {
  const { opened, people } = recorded;
  if (call.startsWith('POST /api/sessions')) {
    return { accessToken: 'token', expiresAt: Date.now() + 900_000, user };
  }
  if (call === 'GET /api/staff/exams') {
    return { exams: [{ ...opened.exam }], scopes: opened.scopes, serverNow: Date.now() };
  }
  if (call.endsWith('/commands/preview')) {
    const { scope } = JSON.parse(body) as { scope: { kind: string; centreId?: string; districtId?: number } };
    const inside = people.filter(
      ({ centreId, districtId }) =>
        scope.kind === 'all' || centreId === scope.centreId || districtId === scope.districtId,
    );
    const absent = inside.filter(({ live }) => live === null).length;
    return {
      reaches: inside.length,
      started: inside.length - absent,
      absent,
      handedIn: 0,
      needsApproval: false,
    };
  }
  if (call.endsWith('/commands')) return { commands: commandsOf(recorded) };
  if (call.endsWith('/approvals')) return { approvals: approvalsOf(recorded) };
  if (call.endsWith('/lost-time')) {
    const lost = people
      .filter(({ live }) => live?.connected === false && live.status === 'started')
      .slice(0, 40);
    return {
      candidates: lost.map(({ candidateId }, index) => ({
        candidateId,
        status: 'open',
        ms: 65_000 + index * 7_000,
      })),
    };
  }
  if (call.endsWith('/timeline')) return timelineOf(call, recorded);
  return {};
}

function commandsOf({ opened }: RecordedRoom): CommandView[] {
  return opened.commands.map(({ seq, commandId, kind, issuedAt, reaches }) => ({
    seq,
    commandId,
    kind,
    issuedAt,
    reaches,
    scope: { kind: 'all' },
    actor: { id: 'user-3', name: 'Exam office' },
    body:
      kind === 'extend'
        ? { ms: 600_000, reason: 'Late start in several centres' }
        : { text: { en: 'Rough paper is on your table.', mr: 'कच्चा कागद तुमच्या टेबलावर आहे.' } },
  }));
}

function approvalsOf({ darkCentre }: RecordedRoom): object[] {
  return [
    {
      id: 'approval-1',
      commandId: '00000000-0000-4000-8000-000000000009',
      kind: 'force-submit',
      scope: { kind: 'centre', centreId: darkCentre.id },
      body: { reason: 'The centre was evacuated' },
      issuer: { id: 'user-2', name: 'Vivek Apte' },
      issuedAt: Date.now() - 30_000,
      reaches: 72,
      own: false,
    },
  ];
}

function timelineOf(call: string, { people, opened }: RecordedRoom): TimelineReply {
  const attemptId = call.split('/')[4] ?? '';
  const person = people.find(({ live }) => live?.attemptId === attemptId);
  if (person === undefined) throw new Error(`There is no ${attemptId}.`);
  const questionIds = Array.from({ length: 90 }, (_, index) => `demo-${String(index + 1).padStart(3, '0')}`);
  const start = opened.exam.opensAt + 90_000;
  const answered = Array.from({ length: 30 }, (_, index) => ({
    seq: index + 2,
    kind: 'answered',
    at: start + (index + 1) * 65_000,
    examSeq: 1,
    body: {
      epoch: 1,
      from: index * 2 + 1,
      entries: [
        {
          kind: 'answer',
          questionId: questionIds[index * 2],
          value: 'abcd'[index % 4],
          marked: index % 9 === 0,
          at: start,
        },
        { kind: 'visited', questionId: questionIds[index * 2 + 1], ms: 20_000, at: start },
      ],
      refused: [],
    },
  }));
  return {
    examId: opened.exam.id,
    candidate: {
      candidateId: person.candidateId,
      name: person.name,
      rollNumber: person.rollNumber,
      districtId: person.districtId,
      centreId: person.centreId,
      extraPerHourMs: person.extraPerHourMs,
      status: 'open',
      deadlineAt: person.live?.deadlineAt ?? start,
      deadlineVersion: 1,
      answered: 30,
      marked: 4,
      late: 1,
    },
    frames: [
      { seq: 1, kind: 'opened', at: start, examSeq: 1, body: {} },
      ...answered,
      {
        seq: 32,
        kind: 'late',
        at: start + 31 * 65_000,
        examSeq: 1,
        body: {
          epoch: 1,
          from: 61,
          entries: [
            { kind: 'answer', questionId: questionIds[70], value: 'b', marked: false, at: start + 1_900_000 },
            { kind: 'answer', questionId: questionIds[71], value: '42', marked: true, at: start + 1_910_000 },
          ],
          why: 'paused',
        },
        verdict: null,
      },
    ],
    more: false,
    commands: [{ ...commandsOf({ opened } as RecordedRoom)[0]!, actor: who }],
    questionIds,
  };
}
