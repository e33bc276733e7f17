import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { type ReceiptPayload, receiptPayload } from '../protocol/http.ts';

const jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })) });

/** Public keys, and where they come from. Whoever trusts the source knows who signed. */
export interface KeySource {
  readonly name: string;
  /** False for keys that came in the same file as the receipt: anybody could have put them there. */
  readonly trusted: boolean;
  /** A JWK set (RFC 7517), not yet parsed. */
  readonly jwks: unknown;
}

export type OfflineCheck =
  | { readonly valid: false; readonly reason: string }
  | {
      readonly valid: true;
      readonly payload: ReceiptPayload;
      readonly source: KeySource;
      /** Thumbprint of the key that signed (RFC 7638), to compare with what the exam office announces. */
      readonly thumbprint: string;
    };

/** What a receipt file holds: the receipt, and perhaps keys. */
export interface ReceiptFile {
  readonly receipt: string;
  readonly jwks?: unknown;
}

/** Reads a bare JWS, or JSON `{receipt, jwks?}` as it is downloaded; `null` when it is neither. */
export function readReceiptFile(text: string): ReceiptFile | null {
  const bare = text.trim();
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(bare)) return { receipt: bare };
  try {
    return z.object({ receipt: z.string(), jwks: z.unknown() }).parse(JSON.parse(bare));
  } catch {
    return null;
  }
}

/** Verifies a receipt (JWS, Ed25519) with the first source that has the key it names. No server is asked. */
export async function verifyOffline(receipt: string, sources: readonly KeySource[]): Promise<OfflineCheck> {
  if (!isCanonical(receipt)) {
    return { valid: false, reason: 'It is not three parts of base64url as a server writes them.' };
  }
  const kid = kidOf(receipt);
  if (kid === null) return { valid: false, reason: 'It is not a receipt of this kind of server.' };
  for (const source of sources) {
    const key = findKey(source.jwks, kid);
    if (key === null) continue;
    const payload = await payloadOf(receipt, key);
    if (payload === null) {
      return { valid: false, reason: 'It was changed after it was signed, or signed by another key.' };
    }
    return { valid: true, payload, source, thumbprint: await calculateJwkThumbprint(key) };
  }
  const names = sources.map(({ name }) => name).join(', ') || 'none were given';
  return { valid: false, reason: `No key ${printable(kid)} is among the keys (${names}).` };
}

/** Unused bits at the end of a part could be changed without changing its bytes: there is one spelling only. */
function isCanonical(receipt: string): boolean {
  const parts = receipt.split('.');
  return (
    parts.length === 3 && parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
  );
}

function kidOf(receipt: string): string | null {
  try {
    const { alg, typ, kid } = decodeProtectedHeader(receipt);
    return alg === 'EdDSA' && typ === 'pariksha-receipt' && kid !== undefined ? kid : null;
  } catch {
    return null;
  }
}

function findKey(set: unknown, kid: string): JWK | null {
  const parsed = jwks.safeParse(set);
  const key = parsed.data?.keys.find((each) => each.kid === kid);
  if (key === undefined || key.kty !== 'OKP' || key['crv'] !== 'Ed25519' || typeof key['x'] !== 'string')
    return null;
  return { kty: 'OKP', crv: 'Ed25519', x: key['x'] };
}

async function payloadOf(receipt: string, key: JWK): Promise<ReceiptPayload | null> {
  try {
    const verified = await compactVerify(receipt, await importJWK(key, 'EdDSA'), { algorithms: ['EdDSA'] });
    return receiptPayload.parse(
      JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(verified.payload)),
    );
  } catch {
    return null;
  }
}

/** Text of a stranger's file, fit for a terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '�');
}
