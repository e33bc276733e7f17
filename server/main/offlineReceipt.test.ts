import { generateKeyPairSync } from 'node:crypto';
import { CompactSign, calculateJwkThumbprint } from 'jose';
import { describe, expect, it } from 'vitest';
import { createReceiptSigner, jwksOf } from '../ledger/receiptSigner.ts';
import { indianTime } from './indianTime.ts';
import { type KeySource, readReceiptFile, verifyOffline } from './offlineReceipt.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const key = { kid: 'k1', privateKey };
const signer = createReceiptSigner(() => [key]);

const payload = {
  iss: 'https://exam.test',
  attemptId: 'attempt',
  examId: 'exam',
  candidateId: 'candidate',
  paper: 'p'.repeat(64),
  sealSeq: 7,
  head: 'h'.repeat(64),
  epoch: 2,
  through: 31,
  answered: 12,
  digest: 'd'.repeat(64),
  reason: 'submitted',
  sealedAt: 1_800_000_000_000,
};

const receipt = signer.sign(JSON.stringify(payload), 'k1');
const office: KeySource = { name: 'jwks.json', trusted: true, jwks: jwksOf([key]) };
const beside: KeySource = { name: 'the file', trusted: false, jwks: jwksOf([key]) };

describe('verifying a receipt offline', () => {
  it('[RCP-10] reads what it states, with nothing but the keys', async () => {
    const check = await verifyOffline(receipt, [office]);
    expect(check).toMatchObject({ valid: true, payload, source: office });
  });

  it('[RCP-12] shows the key, and prefers keys that are trusted to those beside the receipt', async () => {
    const [jwk] = jwksOf([key]).keys;
    const thumbprint = await calculateJwkThumbprint({ ...jwk, kty: 'OKP' });
    expect(await verifyOffline(receipt, [office, beside])).toMatchObject({
      source: { trusted: true },
      thumbprint,
    });
    expect(await verifyOffline(receipt, [{ ...office, jwks: { keys: [] } }, beside])).toMatchObject({
      valid: true,
      source: { trusted: false },
      thumbprint,
    });
  });

  it('[RCP-11] refuses a receipt with any character changed', async () => {
    const step = 7;
    for (let i = 0; i < receipt.length; i += step) {
      const other = receipt[i] === 'A' ? 'B' : 'A';
      const changed = receipt.slice(0, i) + other + receipt.slice(i + 1);
      expect(await verifyOffline(changed, [office])).toMatchObject({ valid: false });
    }
  });

  it('[RCP-11] refuses another spelling of the same bytes in every part', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const respelt = (part: string) =>
      [...alphabet]
        .map((last) => part.slice(0, -1) + last)
        .filter(
          (other) => other !== part && Buffer.from(other, 'base64url').equals(Buffer.from(part, 'base64url')),
        );
    // With a payload of each length modulo 3, unused bits come up in the payload as well as in the signature.
    const receipts = ['', 'x', 'xx'].map((more) =>
      signer.sign(JSON.stringify({ ...payload, iss: payload.iss + more }), 'k1'),
    );
    for (const one of receipts) {
      const parts = one.split('.');
      const spellings = parts.flatMap((part, i) =>
        respelt(part).map((other) => parts.with(i, other).join('.')),
      );
      expect(spellings.length).toBeGreaterThan(0);
      for (const other of [...spellings, `${one}=`, `${one} `]) {
        expect(await verifyOffline(other, [office]), other).toMatchObject({ valid: false });
      }
    }
  });

  it('[RCP-11] refuses another key under the same name, another type, another algorithm, and what is no receipt', async () => {
    const stranger = { kid: 'k1', privateKey: generateKeyPairSync('ed25519').privateKey };
    const forged = createReceiptSigner(() => [stranger]).sign(JSON.stringify(payload), 'k1');
    const text = new TextEncoder().encode(JSON.stringify(payload));
    const token = await new CompactSign(text)
      .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: 'k1' })
      .sign(privateKey);
    const symmetric = await new CompactSign(text)
      .setProtectedHeader({ alg: 'HS256', typ: 'pariksha-receipt', kid: 'k1' })
      .sign(new TextEncoder().encode('x'.repeat(32)));
    const noReceipt = signer.sign('{"sealedAt": "yesterday"}', 'k1');
    for (const bad of [forged, token, symmetric, noReceipt, 'a.b.c', '']) {
      expect(await verifyOffline(bad, [office])).toMatchObject({ valid: false });
    }
  });

  it('[RCP-11] says when the key is not among those it was given', async () => {
    for (const sources of [
      [],
      [{ ...office, jwks: 'nonsense' }],
      [{ ...office, jwks: jwksOf([{ ...key, kid: 'k2' }]) }],
    ]) {
      expect(await verifyOffline(receipt, sources)).toMatchObject({
        valid: false,
        reason: expect.stringMatching(/^No key k1 is among the keys/),
      });
    }
  });

  it('[RCP-10] reads a receipt as bare text and as JSON with keys', () => {
    expect(readReceiptFile(` ${receipt}\n`)).toEqual({ receipt });
    expect(readReceiptFile(JSON.stringify({ receipt, jwks: office.jwks, sealedAt: 1 }))).toEqual({
      receipt,
      jwks: office.jwks,
    });
    for (const other of ['', 'hello', '{}', '[1]', '{"receipt": 5}'])
      expect(readReceiptFile(other)).toBeNull();
  });

  it('[RCP-10] shows times as clocks in India do', () => {
    expect(indianTime(1_800_000_000_000)).toBe('15 Jan 2027, 13:30:00 IST');
    expect(indianTime(Number.MAX_SAFE_INTEGER)).toBe('9007199254740991 ms after 1970');
  });
});
