import { createCipheriv, hash as digestOf, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { SealableSection, SealedSection, SealedSections } from '../app/ports.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';
import { openSecret, sealSecret } from './sealedSecret.ts';

interface Row {
  readonly sectionId: string;
  readonly hash: string;
  readonly bytes: number;
  readonly keyEncrypted: Uint8Array;
}

/** Sealed sections in PostgreSQL, their keys encrypted with the master key. @throws Unavailable, WrongMasterKey */
export class PostgresSealedSections implements SealedSections {
  readonly #prisma: PrismaClient;
  readonly #masterKey: Buffer;

  constructor(prisma: PrismaClient, masterKey: Buffer) {
    this.#prisma = prisma;
    this.#masterKey = masterKey;
  }

  /** Of nodes that seal at once the first one's stays. */
  async ofPaper(
    paperHash: string,
    contents: () => readonly SealableSection[],
  ): Promise<readonly SealedSection[]> {
    const known = await this.#read(paperHash);
    if (known.length > 0) return known;
    const sealed = contents().map((section) => this.#seal(paperHash, section));
    await orUnavailable(() => this.#prisma.sealedSection.createMany({ data: sealed, skipDuplicates: true }));
    return this.#read(paperHash);
  }

  async ciphertext(hash: string): Promise<Uint8Array | null> {
    const row = await orUnavailable(() =>
      this.#prisma.sealedSection.findUnique({ where: { hash }, select: { ciphertext: true } }),
    );
    return row?.ciphertext ?? null;
  }

  async #read(paperHash: string): Promise<readonly SealedSection[]> {
    const rows = await orUnavailable(
      () => this.#prisma.$queryRaw<Row[]>`
        SELECT section_id AS "sectionId", hash, length(ciphertext) AS bytes, key_encrypted AS "keyEncrypted"
        FROM sealed_section WHERE paper_hash = ${paperHash} ORDER BY section_id`,
    );
    return rows.map(({ keyEncrypted, ...section }) => {
      const context = keyContext(paperHash, section.sectionId);
      const key = openSecret(Buffer.from(keyEncrypted), context, this.#masterKey);
      return { ...section, key: key.toString('base64url') };
    });
  }

  #seal(paperHash: string, { sectionId, context, text }: SealableSection) {
    const key = randomBytes(32);
    const ciphertext = encrypt(gzipSync(text), context, key);
    return {
      paperHash,
      sectionId,
      hash: digestOf('sha256', ciphertext, 'hex'),
      ciphertext: new Uint8Array(ciphertext),
      keyEncrypted: new Uint8Array(sealSecret(key, keyContext(paperHash, sectionId), this.#masterKey)),
    };
  }
}

function keyContext(paperHash: string, sectionId: string): string {
  return `pariksha key of section ${paperHash} ${sectionId}`;
}

const nonceBytes = 12;

/** As WebCrypto reads it: nonce, ciphertext, and the tag at the end. */
function encrypt(plain: Buffer, context: string, key: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}
