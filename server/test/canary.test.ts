import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unseal } from '../../client/session/unseal.ts';
import { sealContext } from '../protocol/sealed.ts';
import { type LiveServer, startLiveServer, testPassword } from './liveServer.ts';
import { type Tap, tapServer } from './tap.ts';

/** Written into every place of a bank that only authors may see. */
const canaries = ['Kanarienvogel', '31415.92653', '27182.81828', '0.57721566', 'Feuersalamander'] as const;

/** What only keys have. */
const fields = ['"key"', '"solution"', '"accept"', '"tolerance"', '"exact"'];

const text = (words: string) => ({ en: words });
const solution = text(`${canaries[4]}: because it is so.`);
const option = (id: string) => ({ id, text: text(`Choice ${id}`) });
const describeQuestion = { subject: 'Birds', chapter: 'Song', difficulty: 'easy', tags: [] };

const bank = {
  bank: 'canaries',
  groups: [],
  questions: [
    {
      id: 'c-1',
      type: 'single',
      text: text('One?'),
      options: [option('a'), option('b')],
      key: { option: 'b' },
    },
    {
      id: 'c-2',
      type: 'multiple',
      text: text('Some?'),
      options: [option('a'), option('b'), option('c')],
      key: { options: ['a', 'c'] },
    },
    { id: 'c-3', type: 'numerical', text: text('How many?'), key: { exact: canaries[1] } },
    {
      id: 'c-4',
      type: 'numerical',
      text: text('About?'),
      key: { value: canaries[2], tolerance: canaries[3] },
    },
    {
      id: 'c-5',
      type: 'short-text',
      text: text('Who?'),
      maxLength: 40,
      key: { accept: [canaries[0]], caseSensitive: false },
    },
    { id: 'c-6', type: 'true-false', text: text('So?'), key: { value: true } },
  ].map((question) => ({ ...describeQuestion, ...question, solution })),
};

const exam = {
  title: text('Canaries'),
  bank: 'canaries',
  clock: 'individual',
  durationMinutes: 60,
  graceSeconds: 5,
  navigation: 'free',
  window: 'open',
  takeover: 'free',
  languages: ['en'],
  sections: [
    {
      id: 's',
      title: text('All'),
      select: { ids: bank.questions.map(({ id }) => id) },
      marks: { correct: '1', wrong: '0' },
    },
  ],
  candidates: { all: true },
};

describe('[SEC-40] every byte sent to a candidate before release', () => {
  let server: LiveServer;
  let tap: Tap;
  let url: string;
  let examId: string;

  beforeAll(async () => {
    server = await startLiveServer();
    await server.addCandidates('listener', 'plain', 'sealed');
    examId = await server.publish(bank, exam);
    tap = await tapServer(server.node.port);
    url = `http://127.0.0.1:${tap.port}`;
  });

  afterAll(async () => {
    await tap.close();
    await server.stop();
  });

  const call = async (method: string, path: string, token?: string, body?: object) => {
    const headers = {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return response.json();
  };

  const signIn = async (username: string): Promise<string> =>
    (await call('POST', '/api/sessions', undefined, { username, password: testPassword })).accessToken;

  it('holds no key and no solution over the socket', async () => {
    const socket = io(`${url}/candidate`, {
      transports: ['websocket'],
      auth: { token: await signIn('listener') },
      reconnection: false,
    });
    const questions: { id: string }[] = [];
    socket.on('paper:questions', (chunk: { questions: { id: string }[] }) =>
      questions.push(...chunk.questions),
    );
    const opened = await socket.emitWithAck('attempt:open', { examId, deviceId: 'd1' });
    expect(opened).toMatchObject({ ok: true, epoch: 1 });
    const { attemptId } = opened;
    await socket.emitWithAck('paper:stream', { attemptId, from: 0, count: 100 });
    expect(questions).toHaveLength(bank.questions.length);
    const entries = [{ kind: 'answer', questionId: 'c-1', value: 'a', marked: false, at: 1 }];
    await socket.emitWithAck('journal:append', { attemptId, epoch: 1, from: 1, entries });
    const sealed = await socket.emitWithAck('attempt:seal', {
      attemptId,
      epoch: 1,
      through: 1,
      deadlineVersion: 1,
    });
    expect(sealed).toMatchObject({ ok: true });
    socket.disconnect();
  });

  it('holds none over plain HTTP, nor on the open pages', async () => {
    const token = await signIn('plain');
    const { attemptId } = await call('POST', `/api/exams/${examId}/attempt`, token, { deviceId: 'd2' });
    const paper = await call('GET', `/api/attempts/${attemptId}/paper?from=0&count=100`, token);
    expect(paper.questions).toHaveLength(bank.questions.length);
    await call('POST', `/api/attempts/${attemptId}/seal`, token, {
      epoch: 1,
      through: 0,
      deadlineVersion: 1,
    });
    for (const path of [`/api/attempts/${attemptId}`, `/api/attempts/${attemptId}/receipt`, '/api/exams']) {
      expect(await call('GET', path, token)).toMatchObject({ ok: true });
    }
    for (const path of ['/openapi.json', '/metrics', '/.well-known/jwks.json', '/readyz', '/']) {
      await (await fetch(`${url}${path}`)).arrayBuffer();
    }
  });

  it('[SPA-5] holds none where the paper travels sealed', async () => {
    const token = await signIn('sealed');
    const { paper, sections } = await call('GET', `/api/exams/${examId}/sealed`, token);
    const opening = { deviceId: 'd3', sealed: true };
    const opened = await call('POST', `/api/exams/${examId}/attempt`, token, opening);
    expect(sections).toHaveLength(1);
    for (const { sectionId, hash } of sections) {
      const ciphertext = await (await fetch(`${url}/papers/${hash}.bin`)).arrayBuffer();
      const section = opened.paper.sections.find((each: { id: string }) => each.id === sectionId);
      const context = sealContext(paper, sectionId);
      const plain = await unseal({ ciphertext, key: section.sealed.contentKey, context });
      for (const { id } of bank.questions) expect(plain).toContain(`"id":"${id}"`);
      for (const silent of [...canaries, ...fields]) expect(plain).not.toContain(silent);
    }
  });

  it('was all heard, and sings nothing', async () => {
    const heard = tap.heard().toString('utf8');
    for (const { id } of bank.questions) expect(heard).toContain(`"id":"${id}"`);
    for (const silent of [...canaries, ...fields]) expect(heard).not.toContain(silent);
  });

  it('the keys and solutions are in the database, where the canaries were put', async () => {
    const keys = await server.prisma.paperKey.findMany();
    const kept = keys.map(({ body }) => body).join();
    for (const canary of canaries) expect(kept).toContain(canary);
  });
});
