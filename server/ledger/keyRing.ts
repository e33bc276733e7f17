import {
  createPrivateKey,
  createSecretKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';
import type { ReceiptKey } from './receiptSigner.ts';
import { openSecret, sealSecret } from './sealedSecret.ts';
import type { TokenKey } from './tokens.ts';

export type KeyPurpose = 'receipt' | 'token';

/** A retired token key verifies for this long after: no token lives longer, ms. */
const tokenOverlapMs = 15 * 60_000;

/** A new key signs only when every node has had the time to hear of it, ms. Nodes reload each minute. */
const settleMs = 2 * 60_000;

/** An advisory lock of ours: nodes that start together make each first key once. */
const creationLock = 7_261_508;

/** The signing keys of an installation, as they were when they were last read. */
export interface KeyRing {
  /** The first one signs. Retired keys stay for good: old receipts are signed again with them. */
  receiptKeys(): readonly ReceiptKey[];
  /** The first one signs. */
  tokenKeys(): readonly TokenKey[];
  /** Reads the keys again, for those that another node has made. Call it each minute. */
  reload(): Promise<void>;
  /** Makes a new key and retires those before it. */
  rotate(purpose: KeyPurpose): Promise<void>;
}

export interface KeyRingOptions {
  readonly prisma: PrismaClient;
  /** 32 bytes; what is in the database is worth nothing without it. */
  readonly masterKey: Buffer;
  /** Epoch ms. */
  now(): number;
}

interface Aged {
  readonly createdAt: number;
  readonly retiredAt: number | null;
}

interface StoredKey extends Aged {
  readonly kid: string;
  readonly secret: Buffer;
}

/**
 * Opens the keys in the database and makes those that are missing.
 * @throws WrongMasterKey
 * @throws Unavailable
 */
export async function openKeyRing(options: KeyRingOptions): Promise<KeyRing> {
  await makeFirst('receipt', options);
  await makeFirst('token', options);
  let receipts: readonly (ReceiptKey & Aged)[] = [];
  let tokens: readonly (TokenKey & Aged)[] = [];

  const reload = async (): Promise<void> => {
    const [receiptKeys, tokenKeys] = await Promise.all([load('receipt', options), load('token', options)]);
    receipts = receiptKeys.map(({ secret, ...key }) => ({ ...key, privateKey: privateKeyOf(secret) }));
    tokens = tokenKeys.map(({ secret, ...key }) => ({ ...key, secret: createSecretKey(secret) }));
  };
  await reload();
  return {
    receiptKeys: () => signingFirst(receipts, options.now()),
    tokenKeys() {
      const now = options.now();
      const live = tokens.filter(({ retiredAt }) => retiredAt === null || now < retiredAt + tokenOverlapMs);
      return signingFirst(live, now);
    },
    reload,
    async rotate(purpose) {
      await replace(purpose, options);
      await reload();
    },
  };
}

/** The newest key that has settled, then the older ones, then those too new to sign. `keys` are newest first. */
function signingFirst<T extends Aged>(keys: readonly T[], now: number): readonly T[] {
  const settled = keys.filter(({ createdAt }) => createdAt + settleMs <= now);
  const fresh = keys.filter(({ createdAt }) => createdAt + settleMs > now);
  return [...settled, ...fresh.reverse()];
}

async function load(purpose: KeyPurpose, { prisma, masterKey }: KeyRingOptions): Promise<StoredKey[]> {
  const rows = await orUnavailable(() =>
    prisma.signingKey.findMany({ where: { purpose }, orderBy: [{ createdAt: 'desc' }, { kid: 'desc' }] }),
  );
  return rows.map(({ kid, secretEncrypted, createdAt, retiredAt }) => ({
    kid,
    secret: openSecret(Buffer.from(secretEncrypted), contextOf(purpose, kid), masterKey),
    createdAt: createdAt.getTime(),
    retiredAt: retiredAt?.getTime() ?? null,
  }));
}

/** Both statements are one transaction; the second one sees what whoever held the lock before has written. */
async function makeFirst(purpose: KeyPurpose, { prisma, masterKey, now }: KeyRingOptions): Promise<void> {
  const { kid, algorithm, publicJwk, secretEncrypted } = newKey(purpose, masterKey);
  const jwk = publicJwk === null ? null : JSON.stringify(publicJwk);
  await orUnavailable(() =>
    prisma.$transaction([
      prisma.$executeRaw`SELECT pg_advisory_xact_lock(${creationLock})`,
      prisma.$executeRaw`
        INSERT INTO signing_key (kid, purpose, algorithm, public_jwk, secret_encrypted, created_at)
        SELECT ${kid}, ${purpose}, ${algorithm}, ${jwk}::jsonb, ${secretEncrypted}, ${new Date(now())}
        WHERE NOT EXISTS (SELECT FROM signing_key WHERE purpose = ${purpose})`,
    ]),
  );
}

async function replace(purpose: KeyPurpose, { prisma, masterKey, now }: KeyRingOptions): Promise<void> {
  const { publicJwk, ...key } = newKey(purpose, masterKey);
  const at = new Date(now());
  await orUnavailable(() =>
    prisma.$transaction([
      prisma.signingKey.updateMany({ where: { purpose, retiredAt: null }, data: { retiredAt: at } }),
      prisma.signingKey.create({
        data: { ...key, purpose, createdAt: at, ...(publicJwk !== null && { publicJwk }) },
      }),
    ]),
  );
}

interface NewKey {
  readonly kid: string;
  readonly algorithm: string;
  readonly publicJwk: { readonly [name: string]: string } | null;
  readonly secretEncrypted: Uint8Array<ArrayBuffer>;
}

function newKey(purpose: KeyPurpose, masterKey: Buffer): NewKey {
  return purpose === 'token' ? newTokenKey(masterKey) : newReceiptKey(masterKey);
}

function newTokenKey(masterKey: Buffer): NewKey {
  const kid = randomUUID();
  const sealed = sealSecret(randomBytes(32), contextOf('token', kid), masterKey);
  return { kid, algorithm: 'HS256', publicJwk: null, secretEncrypted: new Uint8Array(sealed) };
}

function newReceiptKey(masterKey: Buffer): NewKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const publicJwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.export({ format: 'jwk' }).x ?? '' };
  const kid = thumbprint(publicKey);
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' });
  const sealed = sealSecret(secret, contextOf('receipt', kid), masterKey);
  return { kid, algorithm: 'EdDSA', publicJwk, secretEncrypted: new Uint8Array(sealed) };
}

function privateKeyOf(pkcs8: Buffer): KeyObject {
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
}

/** RFC 7638: the digest of the key's required members in alphabetical order. */
function thumbprint(publicKey: KeyObject): string {
  const { crv, kty, x } = publicKey.export({ format: 'jwk' });
  return hash('sha256', JSON.stringify({ crv, kty, x }), 'base64url');
}

function contextOf(purpose: KeyPurpose, kid: string): string {
  return `pariksha signing key ${purpose} ${kid}`;
}
