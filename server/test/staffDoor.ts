import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { staffUseCases } from '../app/commands/staffUseCases.ts';
import { incidentUseCases } from '../app/conduct/incidentUseCases.ts';
import type { Claims } from '../app/ports.ts';
import { createSessions } from '../app/sessions.ts';
import { signInDelay } from '../app/signInFailures.ts';
import { createStaffScopes, type StaffScope } from '../app/staff.ts';
import { bucketSettings } from '../config/buckets.ts';
import { createHttp } from '../http/createHttp.ts';
import { createHttpServer } from '../http/httpServer.ts';
import { PostgresAssignments } from '../ledger/assignments.ts';
import { PostgresIncidents } from '../ledger/incidents.ts';
import { PostgresLostTimes } from '../ledger/lostTimes.ts';
import { createPasswords } from '../ledger/passwords.ts';
import { PostgresPeople } from '../ledger/people.ts';
import { PostgresSessions } from '../ledger/sessions.ts';
import { PostgresSignInCodes } from '../ledger/signInCodes.ts';
import { createMemoryRateLimits, createMemorySignInLimits } from '../live/memory/rateLimits.ts';
import { createMemorySignInFailures } from '../live/memory/signInFailures.ts';
import { sha256 } from '../main/core.ts';
import { createStaffDesk } from '../main/staffDesk.ts';
import { agreeablePublic, MemoryLog, MemoryMetrics, testTokens } from './doors/fakes.ts';
import { nagpur, type PublishedExam, pune } from './exams.ts';
import { startWorld, type World } from './world.ts';

/** What came back over HTTP. */
export interface Reply {
  readonly status: number;
  /** The error's code, or `ok`. */
  readonly code: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface StaffDoor {
  readonly world: World;
  /** The exam office. */
  readonly admin: Claims;
  /** What the desk of the staff has told the operator. */
  readonly operator: MemoryLog;
  /** A proctor with these rights. */
  proctor(...scopes: StaffScope[]): Promise<Claims>;
  get(who: Claims | null, path: string): Promise<Reply>;
  post(who: Claims | null, path: string, body: unknown): Promise<Reply>;
  /** Issues a command as the exam office, unless somebody else is named. */
  issue(examId: string, kind: string, body: object, more?: IssueOptions): Promise<Reply>;
  /** An exam of four people: 0 and 1 in the first centre (Pune), 2 in the second (Pune), 3 in Nagpur without a centre. */
  hall(rules?: Parameters<World['exam']>[0]): Promise<Hall>;
  stop(): Promise<void>;
}

export interface IssueOptions {
  readonly who?: Claims;
  readonly scope?: object;
  readonly commandId?: string;
}

export interface Hall {
  readonly exam: PublishedExam;
  readonly centres: readonly [string, string];
  readonly ids: readonly string[];
}

export const reason = 'The lights went out.';
export const minute = 60_000;

/** The HTTP door of one node over a real database, for the staff and for candidates, under a clock that the test moves. */
export async function startStaffDoor(options: { secondApproverAbove?: number } = {}): Promise<StaffDoor> {
  const world = await startWorld();
  const { prisma, clock, a } = world;
  const desk = createStaffDesk({
    ...{ prisma, clock, core: a.core },
    scopes: createStaffScopes(new PostgresAssignments(prisma), clock),
    pushes: { announce: () => undefined },
    secondApproverAbove: options.secondApproverAbove ?? 20,
  });
  const incidents = new PostgresIncidents(prisma);
  const lostTimes = new PostgresLostTimes(prisma);
  const operator = new MemoryLog();
  const incidentDesk = { ...desk, incidents, lostTimes, operator };
  const staff = { ...staffUseCases(desk), ...incidentUseCases(incidentDesk) };
  const sessions = createSessions({
    people: new PostgresPeople(prisma),
    sessions: new PostgresSessions(prisma, () => clock.now()),
    passwords: createPasswords({ atOnce: 1, maxWaiting: 10 }),
    codes: new PostgresSignInCodes(prisma),
    tokens: testTokens,
    signInLimits: createMemorySignInLimits(bucketSettings),
    failures: createMemorySignInFailures(signInDelay),
    ended: { add: () => undefined },
    clock,
    chance: { id: randomUUID, seed: () => randomBytes(16).toString('hex') },
    digest: sha256,
  });
  const app = createHttp({
    ...{ staff, sessions, clock, tokens: testTokens, useCases: a.useCases, publicUseCases: agreeablePublic },
    ended: { has: () => false },
    rateLimits: createMemoryRateLimits(bucketSettings),
    log: new MemoryLog(),
    metrics: new MemoryMetrics(),
    allowedOrigins: new Set<string>(),
    trustedProxies: 0,
    publicUrl: 'https://exam.test',
    webFolder: null,
    mediaFolder: null,
    readiness: async () => null,
    live: () => 'alone',
    registry: new Registry(),
    jwks: () => ({ keys: [] }),
  });
  const server = createHttpServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const addStaff = async (role: 'admin' | 'proctor'): Promise<Claims> => {
    const id = randomUUID();
    const account = { id, username: id, displayName: `The ${role}`, passwordHash: '-', role };
    await prisma.user.create({ data: account });
    return { userId: id, sessionId: randomUUID(), role, expiresAt: 0 };
  };
  const send = async (who: Claims | null, path: string, init: RequestInit): Promise<Reply> => {
    const token = who === null ? null : testTokens.sign(who, clock.now()).accessToken;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      ...init,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(init.body !== undefined && { 'content-type': 'application/json' }),
      },
    });
    const body: Record<string, unknown> & { error?: { code: string } } = JSON.parse(await response.text());
    return { status: response.status, code: body.error?.code ?? 'ok', body };
  };
  const post: StaffDoor['post'] = (who, path, body) =>
    send(who, path, { method: 'POST', body: JSON.stringify(body) });
  const admin = await addStaff('admin');
  return {
    world,
    admin,
    operator,
    async proctor(...scopes) {
      const who = await addStaff('proctor');
      await prisma.proctorScope.createMany({
        data: scopes.map((scope) => ({
          userId: who.userId,
          districtId: scope.kind === 'district' ? scope.districtId : null,
          centreId: scope.kind === 'centre' ? scope.centreId : null,
        })),
      });
      return who;
    },
    get: (who, path) => send(who, path, {}),
    post,
    issue(examId, kind, body, { who = admin, scope = { kind: 'all' }, commandId = randomUUID() } = {}) {
      return post(who, `/api/staff/exams/${examId}/commands`, { commandId, scope, kind, body });
    },
    async hall(rules = {}) {
      const exam = await world.exam(rules, { candidates: 4 });
      const ids = exam.candidates.map(({ userId }) => userId);
      const centres = [randomUUID(), randomUUID()] as const;
      await prisma.centre.createMany({
        data: centres.map((id) => ({ id, code: id, name: 'A school', districtId: pune })),
      });
      const seat = (index: number, centreId: string) =>
        prisma.enrolment.updateMany({
          where: { examId: exam.examId, candidateId: ids[index]! },
          data: { centreId },
        });
      await Promise.all([seat(0, centres[0]), seat(1, centres[0]), seat(2, centres[1])]);
      await prisma.user.update({ where: { id: ids[3]! }, data: { districtId: nagpur } });
      return { exam, centres, ids };
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await world.stop();
    },
  };
}
