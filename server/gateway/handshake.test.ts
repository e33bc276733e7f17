import { createHmac, createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterEach, describe, expect, it } from 'vitest';
import { createTokens } from '../ledger/tokens.ts';
import { claims, issuer, testTokens, tokenKey } from '../test/doors/fakes.ts';
import { RawSocket } from '../test/doors/rawSocket.ts';
import {
  connected,
  type Doors,
  type DoorsOptions,
  origin,
  refusalOf,
  startDoors,
} from '../test/doors/startDoors.ts';

let doors: Doors;
afterEach(() => doors.close());

async function start(options?: DoorsOptions): Promise<Doors> {
  doors = await startDoors(options);
  return doors;
}

function parts(token: string): [string, string, string] {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return [header, payload, signature];
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('the handshake', () => {
  it('[SEC-1] lets a signed-in candidate in', async () => {
    await start();
    const socket = await doors.connect();
    expect(socket.connected).toBe(true);
    expect(doors.gateway.connections()).toEqual({ candidates: 1, proctors: 0, strangers: 0 });
  });

  it('[SEC-1] tells in the documented form why it lets nobody in, and closes', async () => {
    const { port } = await start();
    const error = await refusalOf(doors.socket(undefined));
    expect(error.data).toEqual({ code: 'unauthenticated', message: 'Please sign in.' });

    const raw = new RawSocket(port);
    await raw.opened;
    raw.send('40/candidate,{"token":"x"}');
    expect(await raw.next('44/candidate')).toContain('"code":"unauthenticated"');
    await raw.closed;
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['a number', 7],
    ['an object', { toString: 'x' }],
    ['no token at all', 'hello'],
    ['three dots', '...'],
    ['too long', 'x'.repeat(10_000)],
  ])('[SEC-1] refuses a token that is %s', async (_name, token) => {
    await start();
    expect((await refusalOf(doors.socket(token))).data).toMatchObject({ code: 'unauthenticated' });
  });

  it('[SEC-2] refuses a token that anybody has changed or signed in another way', async () => {
    await start();
    const now = Math.floor(doors.clock.now() / 1000);
    const [header, payload, signature] = parts(doors.tokenOf());
    const body = { sub: 'asha', sid: 's', role: 'candidate', iss: issuer, aud: 'pariksha:candidate' };
    const forever = { ...body, iat: now };
    const claimsText = { ...forever, exp: now + 600 };
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const own = (
      head: object,
      secret: KeyObject,
      changed: object = {},
      algorithm: jwt.Algorithm = 'HS256',
      from: object = claimsText,
    ) =>
      jwt.sign({ ...from, ...changed }, secret, {
        algorithm,
        header: { alg: algorithm, typ: 'access', kid: 'k1', ...head },
      });
    const publicPem = publicKey.export({ type: 'spki', format: 'pem' });
    const confused = `${encode({ alg: 'HS256', typ: 'access', kid: 'k1' })}.${encode(claimsText)}`;
    const forgeries = {
      'another payload': [header, encode({ ...claimsText, sub: 'bala' }), signature].join('.'),
      'another signature': [header, payload, parts(doors.tokenOf('bala'))[2]].join('.'),
      'no signature': `${header}.${payload}.`,
      'alg none': `${encode({ alg: 'none', typ: 'access', kid: 'k1' })}.${encode(claimsText)}.`,
      'alg nOnE': `${encode({ alg: 'nOnE', typ: 'access', kid: 'k1' })}.${encode(claimsText)}.${signature}`,
      'another key': own({}, createSecretKey(Buffer.alloc(32, 7))),
      RS256: own({}, privateKey, {}, 'RS256'),
      'a public key as the secret': `${confused}.${createHmac('sha256', publicPem).update(confused).digest('base64url')}`,
      'HS512 with our secret': own({}, tokenKey.secret, {}, 'HS512'),
      'an unknown kid': own({ kid: 'k9' }, tokenKey.secret),
      'no kid': own({ kid: '' }, tokenKey.secret),
      'another type': own({ typ: 'JWT' }, tokenKey.secret),
      'another issuer': own({}, tokenKey.secret, { iss: 'https://elsewhere.test' }),
      'another audience': own({}, tokenKey.secret, { aud: 'pariksha:staff' }),
      'a role of another audience': own({}, tokenKey.secret, { role: 'admin' }),
      'an unknown role': own({}, tokenKey.secret, { role: 'root' }),
      'no expiry': own({}, tokenKey.secret, {}, 'HS256', forever),
    };
    for (const [name, token] of Object.entries(forgeries)) {
      const outcome = await refusalOf(doors.socket(token)).catch(() => 'let in');
      expect(outcome, name).toMatchObject({ data: { code: 'unauthenticated' } });
    }
    await connected(doors.socket(own({}, tokenKey.secret)));
  });

  it('[SEC-3] tells that a token has run out only to whoever holds a genuine one', async () => {
    await start();
    const token = doors.tokenOf();
    const [header, payload] = parts(token);
    doors.clock.advance(10 * 60_000);
    expect((await refusalOf(doors.socket(token))).data).toMatchObject({ code: 'token-expired' });
    const forged = `${header}.${payload}.${'A'.repeat(43)}`;
    expect((await refusalOf(doors.socket(forged))).data).toMatchObject({ code: 'unauthenticated' });
  });

  it('[SEC-4] accepts tokens of every key that still verifies', async () => {
    await start();
    const older = createTokens({ issuer, keys: () => [tokenKey], random: () => 0 });
    await connected(doors.socket(older.sign(claims(), doors.clock.now()).accessToken));
  });

  it.each(['proctor', 'author', 'admin'] as const)('[SEC-5] refuses a %s', async (role) => {
    await start();
    const token = testTokens.sign({ userId: 'p', sessionId: 's', role }, doors.clock.now()).accessToken;
    expect((await refusalOf(doors.socket(token))).data).toMatchObject({ code: 'forbidden' });
    const { status } = await fetch(`${doors.url}/api/exams`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(status).toBe(403);
  });

  it.each(['/', '/staff', '/candidate/x', '/__proto__'])(
    '[SEC-10] serves no namespace %s',
    async (namespace) => {
      await start();
      const error = await refusalOf(doors.socket(doors.tokenOf(), { namespace }));
      expect(error.message).toMatch(/not-found|Invalid namespace/);
      expect(doors.gateway.connections().candidates).toBe(0);
    },
  );

  it('[SEC-11] offers WebSocket only', async () => {
    const { url } = await start();
    const polled = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
    expect(polled.status).toBe(400);
    const script = await fetch(`${url}/socket.io/socket.io.js`);
    expect(script.status).toBe(400);
  });

  it('[SEC-6] lets pages of allowed origins connect, and programs that send none', async () => {
    await start();
    await connected(doors.socket(doors.tokenOf(), { origin }));
    await connected(doors.socket(doors.tokenOf()));
  });

  it.each([
    'https://elsewhere.test',
    'http://exam.test',
    'https://exam.test:8443',
    'null',
    'https://exam.test.evil',
  ])('[SEC-6] lets no page of %s connect, whatever its token', async (from) => {
    await start();
    await refusalOf(doors.socket(doors.tokenOf(), { origin: from }));
    expect(doors.metrics.cuts).toEqual(['origin']);
    expect(doors.gateway.connections()).toEqual({ candidates: 0, proctors: 0, strangers: 0 });
  });
});
