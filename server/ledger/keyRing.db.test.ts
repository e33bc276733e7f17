import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { createPool, createPrisma } from './client.ts';
import type { PrismaClient } from './generated/client.ts';
import { openKeyRing } from './keyRing.ts';
import { createReceiptSigner, jwksOf } from './receiptSigner.ts';
import { WrongMasterKey } from './sealedSecret.ts';
import { createTokens } from './tokens.ts';

const minutes = 60_000;
const masterKey = randomBytes(32);
const who = { userId: 'asha', sessionId: 's', role: 'candidate' } as const;

let database: TestDatabase;
let pool: pg.Pool;
let prisma: PrismaClient;
let time: number;
beforeEach(async () => {
  time = 1_800_000_000_000;
  database = await createTestDatabase();
  pool = createPool({ databaseUrl: database.url, maxConnections: 5, onConnectionError: () => undefined });
  prisma = createPrisma(pool);
});
afterEach(async () => {
  await prisma.$disconnect();
  await pool.end();
  await database.drop();
});

function open(key = masterKey) {
  return openKeyRing({ prisma, masterKey: key, now: () => time });
}

type Ring = Awaited<ReturnType<typeof open>>;

function tokensOf(ring: Ring) {
  return createTokens({ issuer: 'https://exam.test', keys: () => ring.tokenKeys(), random: () => 0.999 });
}

function kids(keys: readonly { readonly kid: string }[]): string[] {
  return keys.map(({ kid }) => kid);
}

describe('the key ring', () => {
  it('[SEC-29] keeps nothing in the database that signs without the master key', async () => {
    const ring = await open();
    const rows = await prisma.signingKey.findMany({ orderBy: { purpose: 'asc' } });
    expect(rows.map(({ purpose, algorithm }) => [purpose, algorithm])).toEqual([
      ['receipt', 'EdDSA'],
      ['token', 'HS256'],
    ]);
    const seed = ring.receiptKeys()[0]!.privateKey.export({ format: 'jwk' }).d!;
    const secret = ring.tokenKeys()[0]!.secret.export();
    for (const { secretEncrypted } of rows) {
      expect(Buffer.from(secretEncrypted).includes(Buffer.from(seed, 'base64url'))).toBe(false);
      expect(Buffer.from(secretEncrypted).includes(secret)).toBe(false);
    }
    expect(rows[0]?.publicJwk).toMatchObject({ x: (jwksOf(ring.receiptKeys()).keys[0] as { x: string }).x });
    await expect(open(randomBytes(32))).rejects.toThrow(WrongMasterKey);
  });

  it('[SEC-29] does not open a key that was moved to another id or purpose', async () => {
    await open();
    await prisma.$executeRaw`UPDATE signing_key SET kid = 'other' WHERE purpose = 'token'`;
    await expect(open()).rejects.toThrow(WrongMasterKey);
  });

  it('[SEC-30] is made once by nodes that start together, and is the same at the next start', async () => {
    const rings = await Promise.all([open(), open(), open(), open()]);
    const [first] = rings;
    expect(await prisma.signingKey.count()).toBe(2);
    const { accessToken } = tokensOf(first!).sign(who, time);
    for (const ring of [...rings, await open()]) {
      expect(tokensOf(ring).verify(accessToken, 'candidate', time).ok).toBe(true);
      expect(createReceiptSigner(() => ring.receiptKeys()).kid).toBe(first?.receiptKeys()[0]?.kid);
    }
  });

  it('[SEC-30, RCP-2] signs with a new key only when every node has had the time to hear of it', async () => {
    const [here, there] = [await open(), await open()];
    const receipts = createReceiptSigner(() => here.receiptKeys());
    const oldKid = receipts.kid;
    const oldReceipt = receipts.sign('{}', oldKid);
    time += 60 * minutes;
    await here.rotate('receipt');
    await here.rotate('token');
    const newKid = kids(here.receiptKeys()).find((kid) => kid !== oldKid)!;
    expect(receipts.kid).toBe(oldKid);
    expect(tokensOf(there).verify(tokensOf(here).sign(who, time).accessToken, 'candidate', time).ok).toBe(
      true,
    );

    time += 2 * minutes;
    await there.reload();
    expect([receipts.kid, kids(there.receiptKeys())]).toEqual([newKid, [newKid, oldKid]]);
    expect(receipts.sign('{}', oldKid)).toBe(oldReceipt);
    expect(createReceiptSigner(() => there.receiptKeys()).verify(receipts.sign('{}', newKid))).toEqual({
      payload: '{}',
      kid: newKid,
    });
    expect(tokensOf(there).verify(tokensOf(here).sign(who, time).accessToken, 'candidate', time).ok).toBe(
      true,
    );
  });

  it('[SEC-4] verifies with a retired token key until its last token has run out, with a receipt key for good', async () => {
    const ring = await open();
    const [old] = kids(ring.tokenKeys());
    time += 60 * minutes;
    await ring.rotate('token');
    await ring.rotate('receipt');
    const last = time + 2 * minutes - 1;
    const { accessToken, expiresAt } = tokensOf(ring).sign(who, last);
    time = last;
    expect(kids(ring.tokenKeys())[0]).toBe(old);
    time = expiresAt - 1;
    expect(tokensOf(ring).verify(accessToken, 'candidate', time)).toMatchObject({ ok: true });
    time += 60 * minutes;
    expect([ring.tokenKeys().length, ring.receiptKeys().length]).toEqual([1, 2]);
  });
});
