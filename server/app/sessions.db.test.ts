import { hash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bucketSettings } from '../config/buckets.ts';
import { createPool, createPrisma } from '../ledger/client.ts';
import type { PrismaClient } from '../ledger/generated/client.ts';
import { createPasswords } from '../ledger/passwords.ts';
import { PostgresPeople } from '../ledger/people.ts';
import { PostgresSessions } from '../ledger/sessions.ts';
import { PostgresSignInCodes } from '../ledger/signInCodes.ts';
import { createMemorySignInLimits } from '../live/memory/rateLimits.ts';
import { createMemorySignInFailures } from '../live/memory/signInFailures.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { FakeClock, testTokens } from '../test/doors/fakes.ts';
import { createSessions } from './sessions.ts';
import { signInDelay } from './signInFailures.ts';
import type { SessionUseCases } from './useCases.ts';

const day = 24 * 3_600_000;
const here = '192.0.2.1';
const elsewhere = '198.51.100.7';

let database: TestDatabase;
let pool: pg.Pool;
let prisma: PrismaClient;
let passwordHash: string;
const passwords = createPasswords({ atOnce: 2, maxWaiting: 4 });

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ databaseUrl: database.url, maxConnections: 5, onConnectionError: () => undefined });
  prisma = createPrisma(pool);
  passwordHash = await passwords.hash('right');
});
afterAll(async () => {
  await prisma.$disconnect();
  await pool.end();
  await database.drop();
});

let clock: FakeClock;
let cut: string[];
let checked: (string | null)[];
let sessions: SessionUseCases;
let username: string;
beforeEach(async () => {
  clock = new FakeClock();
  cut = [];
  checked = [];
  username = `asha-${randomUUID()}`;
  await addUser(username);
  sessions = createSessions({
    people: new PostgresPeople(prisma),
    sessions: new PostgresSessions(prisma, () => clock.now()),
    passwords: {
      hash: passwords.hash,
      verify(known, password) {
        checked.push(known);
        return passwords.verify(known, password);
      },
    },
    codes: new PostgresSignInCodes(prisma),
    tokens: testTokens,
    signInLimits: createMemorySignInLimits(bucketSettings),
    failures: createMemorySignInFailures(signInDelay),
    ended: { add: (sessionId) => void cut.push(sessionId) },
    clock,
    chance: { id: randomUUID, seed: () => randomBytes(16).toString('hex') },
    digest: (text) => hash('sha256', text, 'hex'),
  });
});

function addUser(name: string, more: object = {}) {
  return prisma.user.create({
    data: { username: name, displayName: 'Asha', passwordHash, role: 'candidate', ...more },
  });
}

async function signIn(name = username) {
  const signed = await sessions.signIn(name, 'right', here);
  if (!signed.ok) throw new Error(signed.error.code);
  return signed.value;
}

const wrong = { ok: false, error: { code: 'bad-credentials' } };
const ended = { ok: false, error: { code: 'session-ended' } };
const unknown = { ok: false, error: { code: 'unauthenticated' } };

describe('signing in', () => {
  it('[SEC-25] gives a token for the role, and a cookie whose secret is not in the database', async () => {
    const { reply, cookie, cookieExpiresAt } = await signIn();
    expect(reply.user).toMatchObject({ username, displayName: 'Asha', role: 'candidate' });
    expect(testTokens.verify(reply.accessToken, 'candidate', clock.now())).toMatchObject({
      ok: true,
      claims: { userId: reply.user.id, role: 'candidate' },
    });
    expect(cookieExpiresAt).toBe(clock.now() + day);
    const [sessionId = '', secret = ''] = cookie.split('.');
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    const row = await prisma.session.findUniqueOrThrow({ where: { id: sessionId } });
    expect(Buffer.from(row.secretHash).toString('hex')).toBe(hash('sha256', secret, 'hex'));
    const withHash = `${sessionId}.${Buffer.from(row.secretHash).toString('hex')}`;
    expect(await sessions.renewByCookie(withHash)).toMatchObject(unknown);
  });

  it('[SEC-5] gives staff tokens for the staff’s doors', async () => {
    const name = `proctor-${randomUUID()}`;
    await addUser(name, { role: 'proctor' });
    const { reply } = await signIn(name);
    expect(testTokens.verify(reply.accessToken, 'staff', clock.now()).ok).toBe(true);
    expect(testTokens.verify(reply.accessToken, 'candidate', clock.now()).ok).toBe(false);
  });

  it('[SEC-19] knows a user name in any case and Unicode form', async () => {
    const name = `rené-${randomUUID()}`;
    await addUser(name.normalize('NFC'));
    await signIn(`  ${name.normalize('NFD').toUpperCase()} `);
  });

  it('[SEC-19] tells a wrong password, nobody and a disabled user the same, after hashing each', async () => {
    const disabled = `gone-${randomUUID()}`;
    await addUser(disabled, { disabledAt: new Date() });
    const answers = [
      await sessions.signIn(username, 'wrong', here),
      await sessions.signIn(`nobody-${randomUUID()}`, 'right', here),
      await sessions.signIn(disabled, 'right', here),
    ];
    expect(answers[0]).toMatchObject(wrong);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(checked).toEqual([passwordHash, null, passwordHash]);
  });

  it('[SEC-20] answers wrong passwords in a row after a growing delay, without looking at the password', async () => {
    for (let n = 0; n < 4; n++) expect(await sessions.signIn(username, 'wrong', here)).toMatchObject(wrong);
    const looked = checked.length;
    for (const delay of [1_000, 2_000, 4_000]) {
      for (const password of ['wrong', 'right']) {
        expect(await sessions.signIn(username, password, here)).toMatchObject({
          error: { code: 'rate-limited', retryAfterMs: delay },
        });
      }
      clock.advance(delay);
      expect(await sessions.signIn(username, 'wrong', here)).toMatchObject(wrong);
    }
    expect(checked.length).toBe(looked + 3);
  });

  it('[SEC-20] delays neither another address nor another user, and ends with the right password', async () => {
    for (let n = 0; n < 4; n++) await sessions.signIn(username, 'wrong', here);
    expect(await sessions.signIn(username, 'right', here)).toMatchObject({ error: { code: 'rate-limited' } });
    expect(await sessions.signIn(username, 'right', elsewhere)).toMatchObject({ ok: true });
    const other = `bala-${randomUUID()}`;
    await addUser(other);
    expect(await sessions.signIn(other, 'right', here)).toMatchObject({ ok: true });
    clock.advance(1_000);
    expect(await sessions.signIn(username, 'right', here)).toMatchObject({ ok: true });
    expect(await sessions.signIn(username, 'wrong', here)).toMatchObject(wrong);
    expect(await sessions.signIn(username, 'right', here)).toMatchObject({ ok: true });
  });

  it('[SEC-21] counts tries that are made at the same time', async () => {
    const together = await Promise.all(
      Array.from({ length: 12 }, () => sessions.signIn(username, 'wrong', here)),
    );
    const codes = together.map((answer) => (answer.ok ? 'ok' : answer.error.code));
    expect(codes.filter((code) => code === 'bad-credentials')).toHaveLength(4);
    expect(codes.filter((code) => code === 'rate-limited')).toHaveLength(8);
  });

  it('[SEC-23] is busy when too many passwords wait, and counts none of those as a try', async () => {
    const names = Array.from({ length: 10 }, (_, n) => `nobody-${n}-${randomUUID()}`);
    const answers = await Promise.all(names.map((name) => sessions.signIn(name, 'x', here)));
    const busy = names.filter((_, n) => !answers[n]!.ok && answers[n]!.error.code === 'busy');
    expect(busy.length).toBeGreaterThan(0);
    for (let n = 0; n < 4; n++) expect(await sessions.signIn(busy[0]!, 'x', here)).toMatchObject(wrong);
  });

  it('[SEC-22] lets an address guess far less often than sign in', async () => {
    const signInLimits = createMemorySignInLimits({
      ...bucketSettings,
      'sign-in-address': { burst: 22, perSecond: 1 },
    });
    const limited = createSessions({
      people: new PostgresPeople(prisma),
      sessions: new PostgresSessions(prisma, () => clock.now()),
      passwords: { hash: passwords.hash, verify: async () => false },
      codes: new PostgresSignInCodes(prisma),
      tokens: testTokens,
      signInLimits,
      failures: createMemorySignInFailures(signInDelay),
      ended: { add: () => undefined },
      clock,
      chance: { id: randomUUID, seed: () => '' },
      digest: (text) => text,
    });
    const guess = (address: string) => limited.signIn(randomUUID(), 'x', address);
    expect([await guess(here), await guess(here)]).toMatchObject([wrong, wrong]);
    expect(await guess(here)).toMatchObject({ error: { code: 'rate-limited', retryAfterMs: 1_000 } });
    expect(await guess(elsewhere)).toMatchObject(wrong);
  });
});

describe('staying signed in', () => {
  it('[SEC-26] renews by cookie and over the socket while the session lives', async () => {
    const { reply, cookie } = await signIn();
    clock.advance(5 * 60_000);
    const renewed = await sessions.renewByCookie(cookie);
    expect(renewed).toMatchObject({ ok: true, value: { user: reply.user } });
    const check = testTokens.verify(reply.accessToken, 'candidate', clock.now());
    if (!check.ok) throw new Error(check.code);
    expect(await sessions.renew(check.claims)).toMatchObject({
      ok: true,
      value: { expiresAt: clock.now() + 10 * 60_000 },
    });
    clock.advance(day);
    expect(await sessions.renewByCookie(cookie)).toMatchObject(ended);
    expect(await sessions.renew(check.claims)).toMatchObject(ended);
  });

  it('[SEC-26] refuses a user who was disabled meanwhile', async () => {
    const { reply, cookie } = await signIn();
    await prisma.user.update({ where: { id: reply.user.id }, data: { disabledAt: new Date() } });
    expect(await sessions.renewByCookie(cookie)).toMatchObject(ended);
  });

  it.each(['', '.', 'x', 'not-a-uuid.secret', `${randomUUID()}.${'0'.repeat(64)}`, "' OR 1=1 --.x"])(
    '[SEC-26] refuses the cookie %j',
    async (cookie) => {
      expect(await sessions.renewByCookie(cookie)).toMatchObject(unknown);
      expect(await sessions.signOut(cookie, true)).toMatchObject(unknown);
      expect(cut).toEqual([]);
    },
  );

  it('[SEC-26] refuses the secret of another session', async () => {
    const [one, two] = [await signIn(), await signIn()];
    const mixed = `${one.cookie.split('.')[0]}.${two.cookie.split('.')[1]}`;
    expect(await sessions.renewByCookie(mixed)).toMatchObject(unknown);
  });
});

describe('signing out', () => {
  it('[SEC-27, SEC-17] ends this session, and its connections at once', async () => {
    const [one, two] = [await signIn(), await signIn()];
    expect(await sessions.signOut(one.cookie, false)).toEqual({ ok: true, value: {} });
    expect(cut).toEqual([one.cookie.split('.')[0]]);
    expect(await sessions.renewByCookie(one.cookie)).toMatchObject(ended);
    expect(await sessions.renewByCookie(two.cookie)).toMatchObject({ ok: true });
    expect(await sessions.signOut(one.cookie, false)).toMatchObject({ ok: true });
  });

  it('[SEC-27] ends every session of the user, and nobody else’s', async () => {
    const mine = [await signIn(), await signIn(), await signIn()];
    const name = `bala-${randomUUID()}`;
    await addUser(name);
    const other = await signIn(name);
    expect(await sessions.signOut(mine[0]!.cookie, true)).toMatchObject({ ok: true });
    expect(cut.sort()).toEqual(mine.map(({ cookie }) => cookie.split('.')[0]!).sort());
    for (const { cookie } of mine) expect(await sessions.renewByCookie(cookie)).toMatchObject(ended);
    expect(await sessions.renewByCookie(other.cookie)).toMatchObject({ ok: true });
  });
});

describe('without a database', () => {
  it('[WIRE-9] nobody is told that their session has ended', async () => {
    const { cookie } = await signIn();
    const lost = createPool({
      databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
      maxConnections: 1,
      onConnectionError: () => undefined,
    });
    const away = createPrisma(lost);
    const cutOff = createSessions({
      people: new PostgresPeople(away),
      sessions: new PostgresSessions(away, () => clock.now()),
      passwords,
      codes: new PostgresSignInCodes(away),
      tokens: testTokens,
      signInLimits: createMemorySignInLimits(bucketSettings),
      failures: createMemorySignInFailures(signInDelay),
      ended: { add: () => undefined },
      clock,
      chance: { id: randomUUID, seed: () => '' },
      digest: (text) => text,
    });
    const unavailable = { error: { code: 'unavailable', retryAfterMs: expect.any(Number) } };
    const who = { userId: randomUUID(), sessionId: randomUUID(), role: 'candidate', expiresAt: 0 } as const;
    expect(await cutOff.renewByCookie(cookie)).toMatchObject(unavailable);
    expect(await cutOff.renew(who)).toMatchObject(unavailable);
    for (let n = 0; n < 6; n++)
      expect(await cutOff.signIn(username, 'right', here)).toMatchObject(unavailable);
    await away.$disconnect();
    await lost.end();
  });
});
