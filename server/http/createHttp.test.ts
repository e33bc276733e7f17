import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../app/ports.ts';
import { fail, ok } from '../app/result.ts';
import { bucketSettings } from '../config/buckets.ts';
import { createMemoryRateLimits } from '../live/memory/rateLimits.ts';
import { openReply, question } from '../test/doors/fakes.ts';
import { type Doors, type DoorsOptions, origin, startDoors } from '../test/doors/startDoors.ts';

let doors: Doors;
afterEach(() => doors.close());

async function start(options?: DoorsOptions): Promise<Doors> {
  doors = await startDoors(options);
  return doors;
}

interface Sent {
  readonly method?: string;
  readonly body?: unknown;
  /** The exact text of the body, instead of `body`. */
  readonly text?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
  readonly user?: string | null;
}

/** Sends a request as a signed-in candidate unless `user` is null. */
async function send(path: string, { method, body, text, headers, user }: Sent = {}) {
  const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(`${doors.url}${path}`, {
    method: method ?? (content === undefined ? 'GET' : 'POST'),
    headers: {
      ...(user !== null && { authorization: `Bearer ${doors.tokenOf(user)}` }),
      ...(content !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(content !== undefined && { body: content }),
  });
  const reply = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    reply: reply === '' ? null : JSON.parse(reply),
  };
}

const entry = { kind: 'answer', questionId: 'q1', value: 'a', marked: false, at: 1 };
const append = { epoch: 1, from: 1, entries: [entry] };
const journal = '/api/attempts/attempt-1/journal';

describe('an exam over HTTP alone', () => {
  it('[WIRE-17] reaches the same use cases, with the same requests', async () => {
    const calls: unknown[] = [];
    await start({
      useCases: {
        openAttempt: async (who, request) => {
          calls.push([who.userId, 'open', request]);
          return ok(openReply);
        },
        streamQuestions: async (who, request) => {
          calls.push([who.userId, 'stream', request]);
          return ok({ from: request.from, questions: [question(1)] });
        },
        appendEntries: async (who, request, receivedAt) => {
          calls.push([who.userId, 'append', request, receivedAt]);
          return ok({ through: 1 });
        },
        sealAttempt: async (who, request, receivedAt) => {
          calls.push([who.userId, 'seal', request, receivedAt]);
          return ok({ receipt: 'a.b.c', sealedAt: 1 });
        },
      },
    });
    const seal = { epoch: 1, through: 1, deadlineVersion: 0 };
    expect((await send('/api/exams/exam-1/attempt', { body: { deviceId: 'd' } })).reply).toEqual({
      ok: true,
      ...openReply,
    });
    expect((await send('/api/exams/exam-1/attempt', { body: { deviceId: 'd', epoch: 2 } })).status).toBe(200);
    expect((await send('/api/attempts/attempt-1/paper?from=3&count=20')).reply).toMatchObject({
      ok: true,
      from: 3,
    });
    expect((await send(journal, { body: append })).reply).toEqual({ ok: true, through: 1 });
    expect((await send('/api/attempts/attempt-1/seal', { body: seal })).reply).toMatchObject({
      receipt: 'a.b.c',
    });
    const now = doors.clock.now();
    expect(calls).toEqual([
      ['asha', 'open', { examId: 'exam-1', deviceId: 'd' }],
      ['asha', 'open', { examId: 'exam-1', deviceId: 'd', epoch: 2 }],
      ['asha', 'stream', { attemptId: 'attempt-1', from: 3, count: 20 }],
      ['asha', 'append', { attemptId: 'attempt-1', ...append }, now],
      ['asha', 'seal', { attemptId: 'attempt-1', ...seal }, now],
    ]);
  });

  it('[WIRE-17] shows exams, the attempt and its receipt', async () => {
    await start();
    expect((await send('/api/exams')).reply).toEqual({ ok: true, exams: [], serverNow: 1_800_000_000_000 });
    expect((await send('/api/attempts/attempt-1')).reply).toEqual({ ok: true, ...openReply });
    expect((await send('/api/attempts/attempt-1/receipt')).reply).toMatchObject({
      ok: true,
      receipt: 'a.b.c',
    });
    const verified = await send('/api/receipts/verify', { body: { receipt: 'a.b.c' }, user: null });
    expect(verified.reply).toEqual({ ok: true, valid: true });
  });

  it('[WIRE-10] is stamped when a request has arrived in full, not when it began', async () => {
    const stamps: number[] = [];
    await start({
      useCases: {
        appendEntries: async (_who, _request, receivedAt) => {
          stamps.push(receivedAt);
          return ok({ through: 1 });
        },
      },
    });
    const text = JSON.stringify(append);
    const { promise: rest, resolve: sendRest } = Promise.withResolvers<void>();
    const halves = new ReadableStream({
      async start(controller) {
        controller.enqueue(Buffer.from(text.slice(0, 10)));
        await rest;
        controller.enqueue(Buffer.from(text.slice(10)));
        controller.close();
      },
    });
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { authorization: `Bearer ${doors.tokenOf()}`, 'content-type': 'application/json' },
      body: halves,
      duplex: 'half',
    };
    const requested = new Promise((resolve) => doors.httpServer.once('request', resolve));
    const answer = fetch(`${doors.url}${journal}`, init);
    await requested;
    doors.clock.advance(60_000);
    sendRest();
    expect((await answer).status).toBe(200);
    expect(stamps).toEqual([doors.clock.now()]);
  });
});

describe('errors over HTTP', () => {
  it.each([
    ['not-found', 404],
    ['superseded', 409],
    ['entry-closed', 409],
    ['forbidden', 403],
    ['frame-limit', 409],
  ] as const)('[WIRE-16] have a fitting status: %s', async (code, status) => {
    await start({ useCases: { appendEntries: async () => fail(code) } });
    const answer = await send(journal, { body: append });
    expect([answer.status, answer.reply]).toEqual([
      status,
      { ok: false, error: { code, message: expect.any(String) } },
    ]);
  });

  it('[WIRE-16] say how long to wait, and what is missing', async () => {
    await start({
      useCases: {
        appendEntries: async () => fail('busy', { retryAfterMs: 1_200 }),
        sealAttempt: async () => fail('missing-entries', { details: { from: 3, to: 4 } }),
      },
    });
    const busy = await send(journal, { body: append });
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '2']);
    expect(busy.reply).toMatchObject({ error: { retryAfterMs: 1_200 } });
    const seal = await send('/api/attempts/a/seal', { body: { epoch: 1, through: 4, deadlineVersion: 0 } });
    expect(seal.reply).toMatchObject({ error: { code: 'missing-entries', details: { from: 3, to: 4 } } });
  });

  it('[WIRE-16] come for addresses that do not exist', async () => {
    await start();
    for (const [path, method] of [
      ['/api/nothing', 'GET'],
      ['/api/exams', 'PUT'],
      ['/nothing', 'POST'],
      ['/api/attempts/%zz', 'GET'],
    ] as const) {
      const { status, reply } = await send(path, { method });
      expect([path, status]).toEqual([path, path.includes('%zz') ? 400 : 404]);
      expect(reply).toMatchObject({
        ok: false,
        error: { code: expect.stringMatching(/not-found|malformed/) },
      });
    }
  });

  it.each([
    ['no JSON', { text: '{"epoch":1,' }],
    ['no object', { text: '7' }],
    ['null', { text: 'null' }],
    ['another type', { text: 'epoch=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['another encoding', { text: 'x', headers: { 'content-encoding': 'gzip' } }],
    ['another charset', { text: '{}', headers: { 'content-type': 'application/json; charset=utf-7' } }],
    ['not UTF-8', { text: Buffer.from('{"epoch":1,"from":1,"entries":["\xff"]}', 'latin1') }],
    ['nothing', { method: 'POST' }],
    ['an unknown field', { body: { ...append, admin: true } }],
    ['a __proto__ key', { text: '{"epoch":1,"from":1,"entries":[1],"__proto__":{"x":1}}' }],
    ['no entries', { body: { ...append, entries: [] } }],
    ['deep JSON', { text: `{"epoch":1,"from":1,"entries":[${'['.repeat(9_000)}${']'.repeat(9_000)}]}` }],
  ])('[WIRE-3, WIRE-4, WIRE-16] are malformed for a body that is %s', async (_name, sent) => {
    let calls = 0;
    await start({
      useCases: {
        appendEntries: async () => {
          calls += 1;
          return ok({ through: 1 });
        },
      },
    });
    const { status, reply } = await send(journal, { method: 'POST', ...sent });
    expect([status, reply]).toMatchObject([400, { ok: false, error: { code: 'malformed' } }]);
    expect(reply.error.details.issues).not.toEqual([]);
    expect(calls).toBe(0);
    expect((await send(journal, { body: append })).status).toBe(200);
  });

  it.each([
    'from=0',
    'count=5',
    'from=-1&count=5',
    'from=0&count=0',
    'from=0&count=5&count=6',
    'from=x&count=5',
    'from=0&count=201',
  ])('[WIRE-3] are malformed for the range %s', async (query) => {
    await start();
    const { status, reply } = await send(`/api/attempts/attempt-1/paper?${query}`);
    expect([status, reply.error.code]).toEqual([400, 'malformed']);
  });

  it('[WIRE-6] are too large over 32 KB', async () => {
    await start();
    const { status, reply } = await send(journal, { text: `"${'x'.repeat(32 * 1024)}"` });
    expect([status, reply.error.code]).toEqual([413, 'too-large']);
  });

  it('[WIRE-16] are malformed when they are compressed: a small body could become a huge one', async () => {
    await start();
    const response = await fetch(`${doors.url}${journal}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${doors.tokenOf()}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      body: new Uint8Array(gzipSync(JSON.stringify(append))),
    });
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'malformed' } }]);
  });

  it('[SEC-12] come when an address asks too often, for whomever', async () => {
    const rateLimits = createMemoryRateLimits({ ...bucketSettings, http: { burst: 2, perSecond: 1 } });
    await start({ rateLimits });
    expect((await send('/api/exams')).status).toBe(200);
    expect((await send('/api/nothing', { user: null })).status).toBe(404);
    const limited = await send('/api/exams', { user: 'bala' });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1']);
    expect(limited.reply).toMatchObject({ error: { code: 'rate-limited', retryAfterMs: 1_000 } });
    expect((await send('/healthz')).status).toBe(200);
    doors.clock.advance(1_000);
    expect((await send('/api/exams')).status).toBe(200);
  });

  it('[WIRE-8] are internal under an id that is in the log, with nothing of the cause', async () => {
    await start({
      useCases: {
        appendEntries: async () => {
          throw new Error('column "secret" does not exist');
        },
      },
    });
    const { status, reply } = await send(journal, { body: append });
    expect([status, reply.error.code]).toEqual([500, 'internal']);
    expect(JSON.stringify(reply)).not.toContain('secret');
    expect(doors.log.lines[0]?.detail['incident']).toBe(reply.error.details.incident);
  });

  it('[WIRE-9] are unavailable while the database gives no answer', async () => {
    await start({
      useCases: {
        listExams: async () => {
          throw new Unavailable('gone');
        },
      },
    });
    const { status, headers, reply } = await send('/api/exams');
    expect([status, headers.get('retry-after'), reply.error.code]).toEqual([503, '2', 'unavailable']);
  });

  it('[SEC-3] tell who has no token, a bad one, or one that has run out', async () => {
    await start();
    const token = doors.tokenOf();
    const ask = async (authorization?: string) => {
      const headers = authorization === undefined ? {} : { authorization };
      const { status, reply } = await send('/api/exams', { user: null, headers });
      return [status, reply.error?.code];
    };
    expect(await ask()).toEqual([401, 'unauthenticated']);
    expect(await ask('Basic YTpi')).toEqual([401, 'unauthenticated']);
    expect(await ask(`Bearer ${token}x`)).toEqual([401, 'unauthenticated']);
    expect(await ask(`Bearer ${token} ${token}`)).toEqual([401, 'unauthenticated']);
    doors.clock.advance(10 * 60_000);
    expect(await ask(`Bearer ${token}`)).toEqual([401, 'token-expired']);
  });
});

describe('sign-in over HTTP', () => {
  const credentials = { username: 'asha', password: 'x' };

  it('[SEC-24] sets a cookie that only this server’s sign-in routes get', async () => {
    await start();
    const { status, headers, reply } = await send('/api/sessions', { body: credentials, user: null });
    expect([status, reply]).toMatchObject([
      200,
      { ok: true, user: { username: 'asha' }, accessToken: expect.any(String) },
    ]);
    const cookie = headers.get('set-cookie');
    expect(cookie).toContain('pariksha_refresh=sid.secret; Path=/api/sessions; Expires=');
    expect(cookie).toContain('; HttpOnly; Secure; SameSite=Strict');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('[SEC-24] sets a cookie without Secure where there is no https', async () => {
    await start({ http: { publicUrl: 'http://localhost:8080' } });
    const { headers } = await send('/api/sessions', { body: credentials, user: null });
    expect(headers.get('set-cookie')).not.toContain('Secure');
  });

  it('[SEC-27] renews and signs out by cookie, and takes the cookie back', async () => {
    const seen: unknown[] = [];
    await start({
      sessions: {
        renewByCookie: async (cookie) => {
          seen.push(cookie);
          return fail('session-ended');
        },
        signOut: async (cookie, everywhere) => {
          seen.push([cookie, everywhere]);
          return ok({});
        },
      },
    });
    const headers = { cookie: 'other=1; pariksha_refresh=sid.secret' };
    expect((await send('/api/sessions/renew', { method: 'POST', headers, user: null })).status).toBe(401);
    const out = await send('/api/sessions', { method: 'DELETE', headers, user: null });
    expect(out.reply).toEqual({ ok: true });
    expect(out.headers.get('set-cookie')).toContain(
      'pariksha_refresh=; Path=/api/sessions; Expires=Thu, 01 Jan 1970',
    );
    await send('/api/sessions?everywhere=true', { method: 'DELETE', headers, user: null });
    expect(seen).toEqual(['sid.secret', ['sid.secret', false], ['sid.secret', true]]);
    expect((await send('/api/sessions', { method: 'DELETE', user: null })).status).toBe(401);
    expect((await send('/api/sessions/renew', { method: 'POST', user: null })).reply.error.code).toBe(
      'unauthenticated',
    );
  });

  it.each([
    ['/api/sessions', 'POST', credentials],
    ['/api/sessions/renew', 'POST', undefined],
    ['/api/sessions?everywhere=true', 'DELETE', undefined],
  ])('[SEC-6] is not for pages of other origins: %s', async (path, method, body) => {
    await start();
    const ask = (from: string) =>
      send(path, {
        method,
        body,
        user: null,
        headers: { origin: from, cookie: 'pariksha_refresh=sid.secret' },
      });
    for (const from of ['https://elsewhere.test', 'null', 'http://exam.test']) {
      const { status, reply, headers } = await ask(from);
      expect([status, reply.error.code, headers.get('set-cookie')]).toEqual([403, 'wrong-origin', null]);
    }
    expect((await ask(origin)).status).toBe(200);
  });

  it('[SEC-12] looks at so many cookies of an address only', async () => {
    const rateLimits = createMemoryRateLimits({
      ...bucketSettings,
      renewal: { burst: 2, perSecond: 1 },
    });
    await start({ rateLimits });
    const headers = { cookie: 'pariksha_refresh=sid.secret' };
    const renew = () => send('/api/sessions/renew', { method: 'POST', headers, user: null });
    expect([(await renew()).status, (await renew()).status]).toEqual([200, 200]);
    const limited = await renew();
    expect([limited.status, limited.reply.error]).toMatchObject([
      429,
      { code: 'rate-limited', retryAfterMs: 1_000 },
    ]);
    expect((await send('/api/sessions', { method: 'DELETE', headers, user: null })).status).toBe(429);
    expect((await send('/api/exams')).status).toBe(200);
  });

  it('[SEC-9] names the address to the sign-in, as far as it is known', async () => {
    const addresses: string[] = [];
    const signIn: NonNullable<DoorsOptions['sessions']>['signIn'] = async (_username, _password, address) => {
      addresses.push(address);
      return fail('bad-credentials');
    };
    const headers = { 'x-forwarded-for': '198.51.100.9, 2001:db8:1:2:3::4' };
    await start({ sessions: { signIn } });
    await send('/api/sessions', { body: credentials, headers, user: null });
    await doors.close();
    await start({ sessions: { signIn }, trustedProxies: 1 });
    await send('/api/sessions', { body: credentials, headers, user: null });
    expect(addresses).toEqual(['127.0.0.1', '2001:db8:1:2::/64']);
  });
});

describe('[SEC-28] pages', () => {
  it('may load and run nothing from elsewhere', async () => {
    await start();
    for (const path of ['/', '/landing.css', '/api/exams', '/nothing']) {
      const { headers } = await fetch(`${doors.url}${path}`);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|http:|https:/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });
});
