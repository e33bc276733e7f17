import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { ReceiptSigner } from '../app/ports.ts';

/** An Ed25519 key pair. Retired ones stay: a receipt signed again has to be the same bytes. */
export interface ReceiptKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

const algorithm = 'EdDSA';
const type = 'pariksha-receipt';

interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/**
 * Receipts as compact JWS (RFC 7515) with Ed25519 (RFC 8037). Ed25519 is deterministic: the same payload and key
 * give the same bytes. The first of `keys()` signs what is new; they are asked for each time, so that keys can be
 * changed.
 */
export function createReceiptSigner(keys: () => readonly ReceiptKey[]): ReceiptSigner {
  const pairs = new Map<string, Pair>();
  const pairOf = (kid: string): Pair | undefined => {
    const known = pairs.get(kid);
    if (known !== undefined) return known;
    const key = keys().find((candidate) => candidate.kid === kid);
    if (key === undefined) return undefined;
    const pair = { privateKey: key.privateKey, publicKey: createPublicKey(key.privateKey) };
    pairs.set(kid, pair);
    return pair;
  };
  return {
    get kid() {
      const [newest] = keys();
      if (newest === undefined) throw new Error('There is no key to sign receipts with.');
      return newest.kid;
    },
    sign(payload, kid) {
      const pair = pairOf(kid);
      if (pair === undefined) throw new Error(`There is no receipt key ${kid}.`);
      const signed = `${encode(headerText(kid))}.${encode(payload)}`;
      return `${signed}.${sign(null, Buffer.from(signed), pair.privateKey).toString('base64url')}`;
    },
    verify(jws) {
      const [header = '', payload = '', signature = '', ...more] = jws.split('.');
      const kid = kidOf(header);
      const pair = kid === null ? undefined : pairOf(kid);
      if (kid === null || pair === undefined || more.length > 0) return null;
      const bytes = Buffer.from(signature, 'base64url');
      // Another spelling of the same bytes would be another receipt with the same signature.
      const isCanonical = encode(decode(payload)) === payload && bytes.toString('base64url') === signature;
      if (!isCanonical) return null;
      const isSigned = verify(null, Buffer.from(`${header}.${payload}`), pair.publicKey, bytes);
      return isSigned ? { payload: decode(payload), kid } : null;
    },
  };
}

/** The public halves as a JWK set (RFC 7517), for verifying without this server. */
export function jwksOf(keys: readonly ReceiptKey[]): { readonly keys: readonly object[] } {
  return {
    keys: keys.map(({ kid, privateKey }) => {
      const { kty, crv, x } = createPublicKey(privateKey).export({ format: 'jwk' });
      return { kty, crv, x, kid, use: 'sig', alg: algorithm };
    }),
  };
}

/** The exact text of a header, so that a header in any other spelling is not one of ours. */
function headerText(kid: string): string {
  return JSON.stringify({ alg: algorithm, typ: type, kid });
}

function kidOf(encoded: string): string | null {
  try {
    const header: unknown = JSON.parse(decode(encoded));
    if (typeof header !== 'object' || header === null || !('kid' in header)) return null;
    const { kid } = header;
    return typeof kid === 'string' && encode(headerText(kid)) === encoded ? kid : null;
  } catch {
    return null;
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function decode(encoded: string): string {
  return Buffer.from(encoded, 'base64url').toString();
}
