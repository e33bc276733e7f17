import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wireError } from '../../server/protocol/errorSentences.ts';
import { Credentials } from './credentials.ts';
import { HttpApi } from './httpApi.ts';
import { ServerClock } from './serverClock.ts';
import { SocketTransport } from './socketTransport.ts';
import { FakeEnvironment } from './test/fakeEnvironment.ts';
import { ModelHttp, password } from './test/modelHttp.ts';
import { ModelServer } from './test/modelServer.ts';
import type { Link, Push } from './transport.ts';

/** Real sockets over loopback; only the timers of our own are in the test's hand. */
describe('the contract over a WebSocket', () => {
  let http: HttpServer;
  let io: Server;
  let environment: FakeEnvironment;
  let model: ModelHttp;
  let credentials: Credentials;
  let transport: SocketTransport;
  let sockets: Socket[];
  /** What the door says to a token; `null` lets in. */
  let door: (token: string) => ReturnType<typeof wireError> | null;
  let answer: (event: string, request: unknown, socket: Socket) => object | undefined;

  beforeEach(async () => {
    http = createServer();
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    io = new Server(http, { transports: ['websocket'] });
    sockets = [];
    door = () => null;
    answer = () => ({ ok: true });
    io.of('/candidate').use((socket, next) => {
      const error = door(String(socket.handshake.auth['token']));
      if (error === null) return next();
      next(Object.assign(new Error(error.code), { data: error }));
      setImmediate(() => socket.conn.close());
    });
    io.of('/candidate').on('connection', (socket) => {
      sockets.push(socket);
      socket.onAny((event: string, request: unknown, ack: (reply: object) => void) => {
        const reply = answer(event, request, socket);
        if (reply !== undefined) ack(reply);
      });
    });
    environment = new FakeEnvironment();
    const now = () => environment.wallClock();
    model = new ModelHttp(new ModelServer({ now, questions: 1, durationMs: 1_000 }), now);
    const api = new HttpApi({ baseUrl: '', fetch: model.fetch, environment });
    credentials = new Credentials({ api, environment, clock: new ServerClock(environment) });
    await credentials.signIn('teacher01', password);
    const { port } = http.address() as AddressInfo;
    transport = new SocketTransport({ baseUrl: `http://127.0.0.1:${port}`, credentials, environment });
  });

  afterEach(async () => {
    transport.close();
    credentials.close();
    await io.close();
  });

  const nextLink = (kind: Link['kind']) =>
    new Promise<void>((resolve) => {
      if (transport.link.kind === kind) return resolve();
      const unsubscribe = transport.onLink((link) => {
        if (link.kind !== kind) return;
        unsubscribe();
        resolve();
      });
    });

  const nextFailure = () =>
    new Promise<void>((resolve) => {
      const unsubscribe = transport.onFailure(() => {
        unsubscribe();
        resolve();
      });
    });

  async function connected(): Promise<void> {
    transport.connect();
    await nextLink('up');
  }

  const append = () => transport.append({ attemptId: 'a', epoch: 1, from: 1, entries: [{ n: 1 }] });

  it('[CLI-19] shows the token at the door and carries requests, answers and errors', async () => {
    const tokens: string[] = [];
    door = (token) => {
      tokens.push(token);
      return null;
    };
    await connected();
    expect(tokens).toEqual(['token-1']);
    answer = (event, request) => {
      expect([event, request]).toEqual([
        'journal:append',
        { attemptId: 'a', epoch: 1, from: 1, entries: [{ n: 1 }] },
      ]);
      return { ok: true, through: 1, refused: [{ n: 1, code: 'unknown-question' }], somethingNew: 1 };
    };
    expect(await append()).toEqual({
      kind: 'done',
      reply: { through: 1, refused: [{ n: 1, code: 'unknown-question' }] },
    });
    answer = () => ({ ok: false, error: wireError('gap', { details: { through: 7 } }) });
    expect(await append()).toMatchObject({ kind: 'error', error: { code: 'gap', details: { through: 7 } } });
  });

  it('[CLI-23] passes on the chunks of a stream before its answer', async () => {
    await connected();
    const question = {
      id: 'q1',
      sectionId: 's1',
      type: 'single',
      text: { en: '?' },
      marks: { correct: '1', wrong: '0', rule: 'all-or-nothing' },
      options: [{ id: 'a', text: { en: 'A' } }],
    };
    answer = (_event, _request, socket) => {
      socket.emit('paper:questions', { from: 0, questions: [question] });
      socket.emit('paper:questions', { from: 1, questions: [{ ...question, id: 'q2' }] });
      return { ok: true, count: 2 };
    };
    const ids: string[] = [];
    const outcome = await transport.stream({ attemptId: 'a', from: 0, count: 2 }, ({ questions }) => {
      ids.push(...questions.map(({ id }) => id));
    });
    expect(outcome).toEqual({ kind: 'done', reply: { count: 2 } });
    expect(ids).toEqual(['q1', 'q2']);
  });

  it('[CLI-22] passes over pushes and answers that it cannot read', async () => {
    await connected();
    const pushes: Push[] = [];
    transport.onPush((push) => pushes.push(push));
    answer = (_event, _request, socket) => {
      socket.emit('deadline:changed', { attemptId: 'a' });
      socket.emit('attempt:superseded', { attemptId: 'a', epoch: 2, deviceId: 'd' });
      socket.emit('never-heard-of', {});
      return { ok: true, through: 'one' };
    };
    expect(await append()).toEqual({ kind: 'unknown' });
    expect(pushes).toEqual([
      { event: 'attempt:superseded', body: { attemptId: 'a', epoch: 2, deviceId: 'd' } },
    ]);
  });

  it('[CLI-19] ends what is under way as unknown when the connection is lost, and dials again', async () => {
    await connected();
    answer = (_event, _request, socket) => {
      socket.conn.close();
      return undefined;
    };
    const waiting = append();
    expect(await waiting).toEqual({ kind: 'unknown' });
    expect(transport.link.kind).toBe('down');
    expect(await append()).toEqual({ kind: 'unknown' });
    const back = nextLink('up');
    await environment.advance(500);
    await back;
    expect(sockets).toHaveLength(2);
  });

  it('[CLI-19] takes a connection for dead on which a request stays unanswered for ten seconds', async () => {
    await connected();
    answer = () => undefined;
    const waiting = append();
    await environment.advance(10_000);
    expect(await waiting).toEqual({ kind: 'unknown' });
    expect(transport.link.kind).toBe('down');
    const back = nextLink('up');
    await environment.advance(500);
    await back;
  });

  it('[CLI-19] comes back to a draining server not before the moment it was told', async () => {
    await connected();
    const told = new Promise((resolve) => sockets[0]?.conn.once('packetCreate', resolve));
    sockets[0]?.emit('server:draining', { reconnectAfterMs: 30_000 });
    await told;
    answer = () => ({ ok: true, through: 1 });
    // The answer comes on the same connection, so the push has been heard by then.
    await append();
    const gone = nextLink('down');
    sockets[0]?.disconnect(true);
    await gone;
    await environment.advance(29_900);
    expect(sockets).toHaveLength(1);
    const back = nextLink('up');
    await environment.advance(700);
    await back;
  });

  it('[CLI-16] renews a token that the door finds expired, and comes in', async () => {
    door = (token) => (token === 'token-1' ? wireError('token-expired') : null);
    transport.connect();
    await nextFailure();
    const back = nextLink('up');
    await environment.advance(500);
    await back;
    expect(credentials.token).toBe('token-2');
  });

  it('[CLI-16] stays away while the sign-in has ended, and comes back after the password', async () => {
    door = (token) => (['token-1', ''].includes(token) ? wireError('session-ended') : null);
    model.isSignInOver = true;
    transport.connect();
    await nextFailure();
    expect(credentials.state).toBe('ended');
    await environment.advance(60_000);
    expect(transport.link.kind).toBe('down');
    const back = nextLink('up');
    model.isSignInOver = false;
    await credentials.signInAgain(password);
    await back;
  });

  it('[CLI-16] renews the sign-in when a request is refused for it, and says no more than that it is unknown', async () => {
    await connected();
    answer = () => ({ ok: false, error: wireError('token-expired') });
    expect(await append()).toEqual({ kind: 'unknown' });
    await environment.flush();
    const back = nextLink('up');
    await environment.advance(500);
    await back;
    expect(credentials.token).toBe('token-2');
  });

  it('[CLI-8] waits as long as the door asks', async () => {
    let isBusy = true;
    door = () => (isBusy ? wireError('busy', { retryAfterMs: 4_000 }) : null);
    transport.connect();
    await nextFailure();
    isBusy = false;
    await environment.advance(3_900);
    expect(sockets).toHaveLength(0);
    const back = nextLink('up');
    await environment.advance(4_200);
    await back;
  });

  it('[CLI-35] dials soon when the device has a network again, however long it has been in vain', async () => {
    let isAway = true;
    door = () => (isAway ? wireError('unavailable') : null);
    transport.connect();
    for (let tries = 0; tries < 7; tries += 1) {
      const failure = nextFailure();
      await environment.advance(20_000);
      await failure;
    }
    isAway = false;
    environment.networkIsBack();
    const back = nextLink('up');
    await environment.advance(500);
    await back;
  });

  it('[CLI-8, CLI-35] waits as long as it was told also when the device has a network again', async () => {
    door = () => wireError('busy', { retryAfterMs: 60_000 });
    transport.connect();
    await nextFailure();
    door = () => null;
    environment.networkIsBack();
    await environment.advance(59_000);
    expect(transport.link.kind).toBe('down');
    expect(sockets).toHaveLength(0);
  });

  it('[CLI-20] leaves no timer and dials no more when it is closed', async () => {
    await connected();
    answer = () => undefined;
    const waiting = append();
    transport.close();
    credentials.close();
    expect(await waiting).toEqual({ kind: 'unknown' });
    expect(environment.timers).toBe(0);
  });
});
