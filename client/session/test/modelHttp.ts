import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wireError } from '../../../server/protocol/errorSentences.ts';
import type { ErrorCode } from '../../../server/protocol/errors.ts';
import type { Outcome } from '../transport.ts';
import { attemptId, type ModelServer } from './modelServer.ts';

interface Call {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: unknown;
  readonly bearer: string | null;
  readonly cookie: string | null;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly cookie?: string;
}

export const password = 'right';

const user = { id: 'user-1', username: 'teacher01', displayName: 'Asha Jadhav', role: 'candidate' };

/** A model server behind the HTTP routes of the contract, with sign-in, tokens that end, and outages. */
export class ModelHttp {
  readonly server: ModelServer;
  readonly calls: string[] = [];
  /** The network swallows every request. */
  isDown = false;
  /** Something else answers: a captive portal. */
  isCaptive = false;
  isSignInOver = false;
  tokenLifeMs = 600_000;
  readonly #now: () => number;
  readonly #tokens = new Set<string>();
  #issued = 0;

  constructor(server: ModelServer, now: () => number) {
    this.server = server;
    this.#now = now;
  }

  expireTokens(): void {
    this.#tokens.clear();
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    const answer = this.handle({
      method: init?.method ?? 'GET',
      path: new URL(String(input), 'http://model').pathname + new URL(String(input), 'http://model').search,
      body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
      bearer: headers.get('authorization')?.replace('Bearer ', '') ?? null,
      cookie: headers.get('cookie'),
    });
    if (answer === null) throw new TypeError('fetch failed');
    if (this.isCaptive) return new Response('<html>Welcome to the library</html>', { status: 200 });
    return Response.json(answer.body, { status: answer.status });
  };

  /** The same over a real port. */
  async listen(): Promise<{ readonly url: string; close(): Promise<void> }> {
    const http = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString();
      const answer = this.handle({
        method: request.method ?? 'GET',
        path: request.url ?? '/',
        body: text === '' ? undefined : JSON.parse(text),
        bearer: request.headers.authorization?.replace('Bearer ', '') ?? null,
        cookie: request.headers.cookie ?? null,
      });
      if (answer === null) {
        request.socket.destroy();
        return;
      }
      response.statusCode = answer.status;
      response.setHeader('content-type', 'application/json');
      if (answer.cookie !== undefined) response.setHeader('set-cookie', `${answer.cookie}; Path=/; HttpOnly`);
      response.end(JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}`,
      close: () =>
        new Promise((resolve) => {
          http.closeAllConnections();
          http.close(() => resolve());
        }),
    };
  }

  handle(call: Call): Answer | null {
    this.calls.push(`${call.method} ${call.path}`);
    if (this.isDown) return null;
    const [path = '', query = ''] = call.path.split('?');
    switch (`${call.method} ${path}`) {
      case 'GET /healthz':
        return { status: 200, body: { ok: true } };
      case 'GET /.well-known/jwks.json':
        return { status: 200, body: { keys: [{ kty: 'OKP', kid: 'k1' }] } };
      case 'POST /api/sessions':
        return isRecord(call.body) && call.body['password'] === password
          ? { ...this.#token(), cookie: 'refresh=secret' }
          : refused(401, 'bad-credentials');
      case 'POST /api/sessions/renew':
        return this.isSignInOver ? refused(401, 'session-ended') : this.#token();
    }
    if (call.bearer === null || !this.#tokens.has(call.bearer)) return refused(401, 'token-expired');
    return this.#signedIn(`${call.method} ${path}`, new URLSearchParams(query), call.body);
  }

  #signedIn(route: string, query: URLSearchParams, body: unknown): Answer {
    const request = isRecord(body) ? body : {};
    switch (route) {
      case 'GET /api/exams':
        return { status: 200, body: { ok: true, exams: [exam], serverNow: this.#now() } };
      case 'POST /api/exams/exam-1/attempt':
        return answered(this.server.open({ examId: 'exam-1', ...request } as never));
      case `GET /api/attempts/${attemptId}`:
        return answered(this.server.state());
      case `GET /api/attempts/${attemptId}/paper`: {
        const from = Number(query.get('from'));
        const questions = this.server.stream({ attemptId, from, count: Number(query.get('count')) });
        return { status: 200, body: { ok: true, from, questions } };
      }
      case `POST /api/attempts/${attemptId}/journal`:
        return answered(this.server.append({ attemptId, ...request } as never));
      case `POST /api/attempts/${attemptId}/seal`:
        return answered(this.server.seal({ attemptId, ...request } as never));
      case `GET /api/attempts/${attemptId}/receipt`:
        return answered(this.server.receipt());
      default:
        return refused(404, 'not-found');
    }
  }

  #token(): Answer {
    this.#issued += 1;
    const accessToken = `token-${this.#issued}`;
    this.#tokens.add(accessToken);
    return { status: 200, body: { ok: true, accessToken, expiresAt: this.#now() + this.tokenLifeMs, user } };
  }
}

const exam = {
  id: 'exam-1',
  title: { en: 'Model' },
  status: 'open',
  opensAt: 0,
  lastEntryAt: 1,
  closesAt: 2,
  clock: 'individual',
  durationMs: 3,
  languages: ['en'],
  rollNumber: '1',
};

function answered(outcome: Outcome<object>): Answer {
  switch (outcome.kind) {
    case 'done':
      return { status: 200, body: { ok: true, ...outcome.reply } };
    case 'error':
      return { status: 409, body: { ok: false, error: outcome.error } };
    case 'unknown':
      return { status: 502, body: 'Bad Gateway' };
  }
}

function refused(status: number, code: ErrorCode): Answer {
  return { status, body: { ok: false, error: wireError(code) } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
