import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realEnvironment } from '../../client/session/environment.ts';
import { Connection, type ConnectionEvents } from './connection.ts';
import { readArgument, readReply } from './reply.ts';

let http = createServer();
let io = new Server(http);

beforeEach(async () => {
  http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  io = new Server(http, { transports: ['websocket'], pingInterval: 25_000 });
});
afterEach(async () => {
  await io.close();
});

const readBuffer = Buffer.alloc(4_096);

function dial(
  events: Partial<ConnectionEvents>,
  more: { token?: string; delayMs?: number } = {},
): Connection {
  const { port } = http.address() as AddressInfo;
  return new Connection(
    { mask: () => 0x5a17c0de, readBuffer, after: realEnvironment.after },
    {
      endpoint: { host: '127.0.0.1', port, isTls: false },
      token: 'good',
      delayMs: 0,
      patienceMs: 10_000,
      ...more,
    },
    { onJoined: () => undefined, onEvent: () => undefined, onClosed: () => undefined, ...events },
  );
}

function joined(more: Partial<ConnectionEvents> = {}, options = {}): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const connection = dial(
      { onClosed: (reason) => reject(new Error(reason)), ...more, onJoined: () => resolve(connection) },
      options,
    );
  });
}

const request = (connection: Connection, event: string, argument: object) =>
  new Promise<unknown>((resolve) => {
    connection.request(event, JSON.stringify(argument), (body) => {
      const reply = readReply(body);
      resolve(reply.ok ? reply.value : reply.code);
    });
  });

describe('[BEN-3] a connection of a generator, to a real Socket.IO server', () => {
  it('joins with its token and gets the answer to each request', async () => {
    const tokens: unknown[] = [];
    io.of('/candidate').on('connection', (socket) => {
      tokens.push(socket.handshake.auth['token']);
      socket.on('double', ({ n }: { n: number }, ack: (reply: object) => void) => {
        // The later the request, the sooner the answer.
        setImmediate(() => ack({ ok: true, double: n * 2 }));
      });
    });
    const connection = await joined();
    const answers = await Promise.all([1, 2, 3].map((n) => request(connection, 'double', { n })));
    expect(answers).toEqual([1, 2, 3].map((n) => ({ ok: true, double: n * 2 })));
    expect(tokens).toEqual(['good']);
    connection.close();
  });

  it('reads what the server pushes, in every script and in every size', async () => {
    const texts = ['गोदावरी', 'x'.repeat(300_000), '🙂'];
    io.of('/candidate').on('connection', (socket) => {
      for (const text of texts) socket.emit('notice', { text });
    });
    const { promise, resolve } = Promise.withResolvers<unknown[]>();
    const read: unknown[] = [];
    const connection = await joined({
      onEvent(name, body) {
        expect(name).toBe('notice');
        read.push(readArgument(body)['text']);
        if (read.length === texts.length) resolve(read);
      },
    });
    expect(await promise).toEqual(texts);
    connection.close();
  });

  it('says once why it has ended: refused, sent away, cut', async () => {
    io.of('/candidate')
      .use((socket, next) =>
        next(socket.handshake.auth['token'] === 'good' ? undefined : new Error('bad token')),
      )
      .on('connection', (socket) => socket.on('go', () => socket.disconnect(true)));
    const reasonOf = (token: string, then: (connection: Connection) => void) =>
      new Promise<string>((resolve) => {
        const connection = dial({ onClosed: resolve, onJoined: () => then(connection) }, { token });
      });
    expect(await reasonOf('bad', () => undefined)).toBe('refused: {"message":"bad token"}');
    expect(await reasonOf('good', (connection) => connection.request('go', '{}', () => undefined))).toMatch(
      /^the server (ended|closed) the connection$/,
    );
    expect(await reasonOf('good', (connection) => connection.cut())).toBe('cut');
  });

  it('says what a server answers that is none for WebSockets', async () => {
    await io.close();
    http = createServer((_request, response) => response.writeHead(503).end('busy')).listen(0, '127.0.0.1');
    await once(http, 'listening');
    const reason = await new Promise<string>((resolve) => dial({ onClosed: resolve }));
    expect(reason).toMatch(/^the server refused the WebSocket: HTTP\/1.1 503/);
    http.close();
  });

  it('over a bad network is slower and in the same order', async () => {
    const heard: number[] = [];
    io.of('/candidate').on('connection', (socket) => {
      socket.on('n', ({ n }: { n: number }, ack: (reply: object) => void) => {
        heard.push(n);
        ack({ ok: true, n });
      });
    });
    const connection = await joined({}, { delayMs: 5 });
    const answers = await Promise.all([1, 2, 3, 4].map((n) => request(connection, 'n', { n })));
    expect(heard).toEqual([1, 2, 3, 4]);
    expect(answers).toEqual([1, 2, 3, 4].map((n) => ({ ok: true, n })));
    connection.close();
  });
});
