import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fail, ok } from '../app/result.ts';
import {
  agreeablePublic,
  agreeableSessions,
  agreeableStaff,
  agreeableUseCases,
  claims,
  FakeClock,
  openReply,
  testTokens,
} from '../test/doors/fakes.ts';
import { type Doors, type DoorsOptions, startDoors } from '../test/doors/startDoors.ts';
import { apiRoutes } from './createHttp.ts';

let doors: Doors;
afterEach(() => doors.close());

type Json = Record<string, unknown>;
interface Operation {
  readonly parameters?: readonly { name: string; in: string; required: boolean; schema: Json }[];
  readonly requestBody?: { content: Record<string, { schema: Json }> };
  readonly responses: Record<string, { content: Record<string, { schema: Json }> }>;
}
interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, Json> };
}

async function start(options?: DoorsOptions): Promise<Description> {
  doors = await startDoors(options);
  const response = await fetch(`${doors.url}/openapi.json`);
  return JSON.parse(await response.text());
}

const entry = { kind: 'answer', questionId: 'q1', value: 'a', marked: false, at: 1 };

const uuid = '00000000-0000-4000-8000-000000000001';

/** A request for every route that the contract names. */
const requests: Record<string, { path: string; body?: unknown }> = {
  'post /api/sessions': { path: '/api/sessions', body: { username: 'asha', password: 'x' } },
  'post /api/sessions/renew': { path: '/api/sessions/renew' },
  'delete /api/sessions': { path: '/api/sessions?everywhere=true' },
  'get /api/exams': { path: '/api/exams' },
  'get /api/exams/{examId}/sealed': { path: '/api/exams/e/sealed' },
  'post /api/exams/{examId}/attempt': { path: '/api/exams/e/attempt', body: { deviceId: 'd' } },
  'get /api/attempts/{attemptId}': { path: '/api/attempts/a' },
  'get /api/attempts/{attemptId}/paper': { path: '/api/attempts/a/paper?from=0&count=2' },
  'post /api/attempts/{attemptId}/journal': {
    path: '/api/attempts/a/journal',
    body: { epoch: 1, from: 1, entries: [entry] },
  },
  'post /api/attempts/{attemptId}/seal': {
    path: '/api/attempts/a/seal',
    body: { epoch: 1, through: 1, deadlineVersion: 0 },
  },
  'post /api/attempts/{attemptId}/calls': {
    path: '/api/attempts/a/calls',
    body: { callId: 'c1', text: 'My keyboard' },
  },
  'post /api/attempts/{attemptId}/reports': {
    path: '/api/attempts/a/reports',
    body: { reportId: 'r1', questionId: 'q1', text: 'Two options are the same' },
  },
  'get /api/attempts/{attemptId}/receipt': { path: '/api/attempts/a/receipt' },
  'get /api/attempts/{attemptId}/feedback': { path: '/api/attempts/a/feedback' },
  'post /api/attempts/{attemptId}/feedback': {
    path: '/api/attempts/a/feedback',
    body: { ratings: [{ itemId: 'time', rating: 4 }], comment: 'Good.' },
  },
  'post /api/staff/exams/{examId}/commands': {
    path: '/api/staff/exams/e/commands',
    body: { commandId: uuid, scope: { kind: 'all' }, kind: 'extend', body: { ms: 60_000, reason: 'late' } },
  },
  'post /api/staff/exams/{examId}/commands/preview': {
    path: '/api/staff/exams/e/commands/preview',
    body: { scope: { kind: 'candidates', candidateIds: ['c'] }, kind: 'pause' },
  },
  'get /api/staff/exams': { path: '/api/staff/exams' },
  'get /api/staff/exams/{examId}/commands': { path: '/api/staff/exams/e/commands?after=3' },
  'get /api/staff/exams/{examId}/approvals': { path: '/api/staff/exams/e/approvals' },
  'post /api/staff/exams/{examId}/approvals/{approvalId}': {
    path: '/api/staff/exams/e/approvals/a',
    body: { approve: true, reason: 'agreed' },
  },
  'post /api/staff/exams/{examId}/candidates/{candidateId}/sign-in-code': {
    path: '/api/staff/exams/e/candidates/c/sign-in-code',
    body: { commandId: uuid, reason: 'forgotten' },
  },
  'post /api/staff/attempts/{attemptId}/late/{seq}': {
    path: '/api/staff/attempts/a/late/7',
    body: { admit: [1, 2], reason: 'power cut' },
  },
  'get /api/staff/attempts/{attemptId}/timeline': { path: '/api/staff/attempts/a/timeline' },
  'get /api/staff/exams/{examId}/incidents': { path: '/api/staff/exams/e/incidents' },
  'get /api/staff/incidents/{incidentId}': { path: '/api/staff/incidents/i' },
  'post /api/staff/incidents/{incidentId}/claim': { path: '/api/staff/incidents/i/claim' },
  'post /api/staff/incidents/{incidentId}/release': { path: '/api/staff/incidents/i/release' },
  'post /api/staff/incidents/{incidentId}/note': {
    path: '/api/staff/incidents/i/note',
    body: { text: 'On my way' },
  },
  'post /api/staff/incidents/{incidentId}/resolve': {
    path: '/api/staff/incidents/i/resolve',
    body: { noteId: uuid, text: 'Another keyboard' },
  },
  'get /api/staff/exams/{examId}/lost-time': { path: '/api/staff/exams/e/lost-time' },
  'post /api/staff/exams/{examId}/lost-time/grant': {
    path: '/api/staff/exams/e/lost-time/grant',
    body: { commandId: uuid, candidateIds: ['c'], reason: 'power cut' },
  },
  'post /api/receipts/verify': { path: '/api/receipts/verify', body: { receipt: 'a.b.c' } },
};

const isStaff = (name: string) => name.includes('/api/staff/');

/** Each at its own door: the staff with a proctor's token. */
const tokenFor = (name: string) =>
  isStaff(name)
    ? testTokens.sign({ ...claims('shobha'), role: 'proctor' }, doors.clock.now()).accessToken
    : doors.tokenOf();

async function send(name: string, bearer = tokenFor(name)) {
  const { path, body } = requests[name]!;
  const response = await fetch(`${doors.url}${path}`, {
    method: name.split(' ')[0]!.toUpperCase(),
    headers: {
      authorization: `Bearer ${bearer}`,
      cookie: 'pariksha_refresh=sid.secret',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, reply: await response.json() };
}

function operation({ paths }: Description, name: string): Operation {
  const [method = '', path = ''] = name.split(' ');
  return paths[path]![method]!;
}

/** The text of the same schema without room for fields that it does not describe. */
function closed(schema: Json): string {
  return JSON.stringify(schema, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && 'properties' in part
      ? { additionalProperties: false, ...part }
      : part,
  );
}

/** The schema of a reply, with the reference to the error's schema followed. */
function describedReply(description: Description, name: string, status: number): Json {
  const found = operation(description, name).responses[status]!.content['application/json']!.schema;
  return '$ref' in found ? description.components.schemas['Error']! : found;
}

function schemaOf(description: Description, name: string, status: number): z.ZodType {
  return z.fromJSONSchema(JSON.parse(closed(describedReply(description, name, status))));
}

describe('the OpenAPI description', () => {
  it('[WIRE-15] names every route, and only those', async () => {
    const { openapi, paths } = await start();
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(openapi).toBe('3.1.0');
    expect(described.sort()).toEqual(Object.keys(requests).sort());
    const sessions = agreeableSessions(new FakeClock());
    const routes = apiRoutes({
      useCases: agreeableUseCases(),
      staff: agreeableStaff,
      sessions,
      publicUseCases: agreeablePublic,
    });
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(described.sort());
  });

  it.each(Object.keys(requests))('[WIRE-15] is what the server does: %s', async (name) => {
    const exam = {
      id: 'e',
      title: { en: 'An exam' },
      status: 'open',
      opensAt: 1,
      lastEntryAt: 2,
      closesAt: 3,
      clock: 'common',
      endsAt: 3,
      durationMs: 4,
      languages: ['en', 'mr'],
      rollNumber: '7',
    } as const;
    const pen = { epoch: 1, deviceId: 'd', through: 3 };
    const description = await start({
      useCases: {
        listExams: async () => ok({ exams: [exam, { ...exam, attemptId: 'a' }], serverNow: 1 }),
        openAttempt: async () => ok({ ...openReply, prior: pen, earlier: [pen] }),
        appendEntries: async () =>
          ok({ through: 1, refused: [{ n: 1, code: 'unknown-option' }], deadline: openReply.deadline }),
      },
      publicUseCases: {
        ...agreeablePublic,
        verifyReceipt: async () => ok({ valid: false, reason: 'changed', supersededBy: 9 }),
      },
    });
    const { status, reply } = await send(name);
    expect(status).toBe(200);
    expect(schemaOf(description, name, 200).safeParse(reply)).toMatchObject({ success: true, data: reply });
    const newer = { ...reply, fieldOfALaterVersion: 1 };
    expect(z.fromJSONSchema(describedReply(description, name, 200)).safeParse(newer).success).toBe(true);
    const { body } = requests[name]!;
    const described = operation(description, name).requestBody?.content['application/json']?.schema;
    expect(described === undefined).toBe(body === undefined);
    if (described !== undefined) expect(z.fromJSONSchema(described).safeParse(body).success).toBe(true);
  });

  it('[WIRE-15] says which parameters there are, and which may be left out', async () => {
    const description = await start();
    const parametersOf = (name: string) =>
      operation(description, name).parameters?.map((parameter) => [
        parameter.name,
        parameter.in,
        parameter.required,
      ]);
    expect(parametersOf('get /api/attempts/{attemptId}/paper')).toEqual([
      ['attemptId', 'path', true],
      ['from', 'query', true],
      ['count', 'query', true],
    ]);
    expect(parametersOf('delete /api/sessions')).toEqual([['everywhere', 'query', false]]);
    expect(parametersOf('get /api/exams')).toBeUndefined();
  });

  it.each(Object.keys(requests))('[WIRE-15] describes the errors as they come: %s', async (name) => {
    const refuse = async () => fail('unavailable', { retryAfterMs: 5, details: { why: 'test' } });
    const description = await start({
      useCases: {
        openAttempt: refuse,
        streamQuestions: refuse,
        appendEntries: refuse,
        sealAttempt: refuse,
        attemptState: refuse,
        receipt: refuse,
        callInvigilator: refuse,
        reportQuestion: refuse,
        sealedSections: refuse,
        feedbackForm: refuse,
        giveFeedback: refuse,
        listExams: refuse,
      },
      staff: Object.fromEntries(Object.keys(agreeableStaff).map((name) => [name, refuse])),
      sessions: { signIn: refuse, renewByCookie: refuse, signOut: refuse },
      publicUseCases: { ...agreeablePublic, verifyReceipt: refuse },
    });
    const { status, reply } = await send(name);
    expect([status, reply.error.code]).toEqual([503, 'unavailable']);
    expect(schemaOf(description, name, 503).safeParse(reply)).toMatchObject({ success: true, data: reply });
    const isOpen = !/\/api\/(staff|exams|attempts)/.test(name);
    const refused = await send(name, 'forged');
    expect(refused.status).toBe(isOpen ? 503 : 401);
    expect(operation(description, name).responses).toHaveProperty(String(refused.status));
  });
});
