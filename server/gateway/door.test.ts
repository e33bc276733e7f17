import { once } from 'node:events';
import { connect as connectTcp, type Socket as TcpSocket } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '../app/result.ts';
import { question } from '../test/doors/fakes.ts';
import { RawSocket } from '../test/doors/rawSocket.ts';
import { connected, type Doors, type DoorsOptions, refusalOf, startDoors } from '../test/doors/startDoors.ts';

let doors: Doors;
const opened: (RawSocket | TcpSocket)[] = [];
afterEach(async () => {
  for (const connection of opened.splice(0)) {
    if (connection instanceof RawSocket) connection.close();
    else connection.destroy();
  }
  await doors.close();
});

async function start(options?: DoorsOptions): Promise<Doors> {
  doors = await startDoors(options);
  return doors;
}

function raw(): RawSocket {
  const socket = new RawSocket(doors.port);
  opened.push(socket);
  return socket;
}

/** TCP connections that the server has. */
function connections(): Promise<number> {
  return promisify(doors.httpServer.getConnections.bind(doors.httpServer))();
}

/** A connection that never says what it wants. */
async function silent(): Promise<TcpSocket> {
  const tcp = connectTcp(doors.port, '127.0.0.1');
  tcp.on('error', () => undefined);
  tcp.resume();
  opened.push(tcp);
  await once(tcp, 'connect');
  return tcp;
}

describe('connections that nobody has signed in on', () => {
  it('[SEC-7] are cut when their time is over', async () => {
    await start({ limits: { signInMs: 30 } });
    const idle = raw();
    await idle.closed;
    expect(doors.gateway.connections().strangers).toBe(0);
  });

  it('[SEC-7] are cut when their time is over, whatever they send', async () => {
    await start({ limits: { signInMs: 30, packetsBeforeSignIn: Number.POSITIVE_INFINITY } });
    const busy = raw();
    await busy.opened;
    const sending = setInterval(() => busy.send('3'), 1);
    const asking = setInterval(() => busy.send('40/nowhere,'), 5);
    await busy.closed;
    clearInterval(sending);
    clearInterval(asking);
  });

  it('[SEC-7] are cut when they send more than a sign-in takes', async () => {
    await start({ limits: { packetsBeforeSignIn: 8 } });
    const busy = raw();
    await busy.opened;
    for (let n = 0; n < 9; n++) busy.send('40/nowhere,');
    await busy.closed;
    expect(doors.metrics.cuts).toContain('flood');
  });

  it('[SEC-7] are gone then, whether or not the other side agrees', async () => {
    await start({ limits: { signInMs: 30, closePatienceMs: 60_000 } });
    const stubborn = connectTcp({ port: doors.port, host: '127.0.0.1', allowHalfOpen: true });
    opened.push(stubborn);
    expect(await upgradeStatus(stubborn, {})).toBe(101);
    while (doors.gateway.connections().strangers > 0) await new Promise(setImmediate);
    expect(await connections()).toBe(0);
  });

  it('[SEC-8] are bounded; the one that has waited longest goes, and candidates still get in', async () => {
    await start({ limits: { strangers: 5, strangersPerAddress: 100 } });
    const candidate = await doors.connect();
    const idle: RawSocket[] = [];
    for (let n = 0; n < 20; n++) {
      const socket = raw();
      await socket.opened;
      idle.push(socket);
    }
    await Promise.all(idle.slice(0, 15).map(({ closed }) => closed));
    expect(doors.gateway.connections()).toEqual({ candidates: 1, proctors: 0, strangers: 5 });
    const late = await doors.connect('bala');
    expect([candidate.connected, late.connected]).toEqual([true, true]);
    await idle[15]?.closed;
  });

  it('[SEC-8] are bounded for each address', async () => {
    await start({ limits: { strangers: 100, strangersPerAddress: 3 } });
    const idle = [raw(), raw(), raw(), raw()];
    await Promise.race(idle.map(({ closed }) => closed));
    expect(doors.gateway.connections().strangers).toBe(3);
    expect((await doors.connect()).connected).toBe(true);
  });

  it('[SEC-8] are bounded even when they never send a request', async () => {
    await start({ limits: { strangers: 5, strangersPerAddress: 5 } });
    const first = await silent();
    const gone = once(first, 'close');
    for (let n = 0; n < 20; n++) await silent();
    await gone;
    expect((await doors.connect()).connected).toBe(true);
    const { status } = await fetch(`${doors.url}/healthz`);
    expect(status).toBe(200);
  });

  it('[SEC-8] stand aside while their request is being answered', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<string | null>();
    const { promise: asked, resolve: tell } = Promise.withResolvers<void>();
    await start({
      limits: { strangers: 2, strangersPerAddress: 2 },
      http: {
        readiness: () => {
          tell();
          return released;
        },
      },
    });
    const answer = fetch(`${doors.url}/readyz`);
    await asked;
    for (let n = 0; n < 10; n++) await silent();
    release(null);
    expect((await answer).status).toBe(200);
  });
});

describe('connections of one address', () => {
  it('[SEC-9] are limited, and make room when they end', async () => {
    await start({ limits: { socketsPerAddress: 2 } });
    const first = await doors.connect('asha');
    await doors.connect('bala');
    await refusalOf(doors.socket(doors.tokenOf('chitra')));
    expect(doors.metrics.cuts).toEqual(['address-limit']);
    first.disconnect();
    const tryAgain = (): Promise<void> => connected(doors.socket(doors.tokenOf('chitra'))).catch(tryAgain);
    await tryAgain();
  });

  it('[SEC-9] are told by X-Forwarded-For only behind proxies of our own', async () => {
    const limits = { socketsPerAddress: 1 };
    const ask = async (value: string) => {
      const tcp = await silent();
      return upgradeStatus(tcp, { 'x-forwarded-for': value });
    };
    await start({ limits });
    expect([await ask('192.0.2.1'), await ask('192.0.2.2')]).toEqual([101, 400]);
    await doors.close();
    await start({ limits, trustedProxies: 1 });
    expect([await ask('192.0.2.1'), await ask('192.0.2.2')]).toEqual([101, 101]);
    expect(await ask('198.51.100.9, 192.0.2.2')).toBe(400);
  });
});

/** The status of an upgrade request; the connection stays open. */
async function upgradeStatus(tcp: TcpSocket, headers: Record<string, string>): Promise<number> {
  const lines = Object.entries({
    host: 'exam.test',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  const answered = once(tcp, 'data');
  tcp.write(`GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  const [first] = await answered;
  return Number(/^HTTP\/1\.1 (\d+)/.exec(String(first))?.[1]);
}

describe('floods', () => {
  it('[SEC-13] end their own connection and no other', async () => {
    await start({ limits: { packetsPerWindow: 30 } });
    const [loud, quiet] = [await doors.connect(), await doors.connect('bala')];
    const gone = new Promise((resolve) => loud.once('disconnect', resolve));
    for (let n = 0; n < 40; n++) loud.emit('attempt:open', { examId: 'e', deviceId: 'd' });
    await gone;
    expect(doors.metrics.cuts).toEqual(['flood']);
    expect(await quiet.emitWithAck('session:renew', {})).toMatchObject({ ok: true });
  });

  it('[SEC-13] are counted anew in each window', async () => {
    await start({ limits: { packetsPerWindow: 10, floodWindowMs: 1_000 } });
    const socket = await doors.connect();
    for (let window = 0; window < 5; window++) {
      doors.clock.advance(1_001);
      for (let n = 0; n < 8; n++) await socket.emitWithAck('no-such-event', {});
    }
    expect(socket.connected).toBe(true);
  });

  it('[SEC-13] may be of packets that are no events', async () => {
    await start({ limits: { packetsPerWindow: 30 } });
    const socket = raw();
    await socket.signIn(doors.tokenOf());
    for (let n = 0; n < 40; n++) socket.send('43/candidate,1[]');
    await socket.closed;
  });

  it('[SEC-15] of connections of one user cut the oldest', async () => {
    await start({ limits: { socketsPerUser: 2 } });
    const [first, second] = [await doors.connect(), await doors.connect()];
    const gone = new Promise((resolve) => first.once('disconnect', resolve));
    const other = await doors.connect('bala');
    const third = await doors.connect();
    await gone;
    expect([second.connected, third.connected, other.connected]).toEqual([true, true, true]);
  });

  it('[SEC-15] are counted while they live', async () => {
    await start({ limits: { socketsPerUser: 2 } });
    (await doors.connect()).disconnect();
    while (doors.gateway.connections().candidates > 0) await new Promise(setImmediate);
    const first = await doors.connect();
    const gone = new Promise((resolve) => first.once('disconnect', resolve));
    const [second, third] = [await doors.connect(), await doors.connect()];
    await gone;
    expect([second.connected, third.connected]).toEqual([true, true]);
  });

  it('[SEC-32] of replies that nobody reads end the connection that asks for them', async () => {
    const long = 'x'.repeat(20_000);
    const questions = Array.from({ length: 200 }, (_, n) => ({ ...question(n), text: { en: long } }));
    await start({
      limits: { unsentPackets: 50 },
      useCases: { streamQuestions: async (_who, { from }) => ok({ from, questions }) },
    });
    const quiet = await doors.connect('bala');
    const tcp = await silent();
    expect(await upgradeStatus(tcp, {})).toBe(101);
    tcp.pause();
    tcp.write(textFrame(`40/candidate,${JSON.stringify({ token: doors.tokenOf() })}`));
    const ask = () =>
      tcp.write(textFrame('42/candidate,1["paper:stream",{"attemptId":"a","from":0,"count":200}]'));
    const asking = setInterval(ask, 5);
    while (!doors.metrics.cuts.includes('slow-reader')) await new Promise(setImmediate);
    clearInterval(asking);
    while ((await connections()) > 1) await new Promise(setImmediate);
    expect(await quiet.emitWithAck('session:renew', {})).toMatchObject({ ok: true });
  });
});

/** A masked text frame of RFC 6455, under a mask of zeros. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const length = Buffer.alloc(3);
  length.writeUInt8(0x80 | 126, 0);
  length.writeUInt16BE(payload.length, 1);
  return Buffer.concat([Buffer.from([0x81]), length, Buffer.alloc(4), payload]);
}
