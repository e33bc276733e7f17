import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { CompactSign, compactVerify, createLocalJWKSet } from 'jose';
import { describe, expect, it } from 'vitest';
import { createReceiptSigner, jwksOf, type ReceiptKey } from './receiptSigner.ts';

function key(kid: string): ReceiptKey {
  return { kid, privateKey: generateKeyPairSync('ed25519').privateKey };
}

const payload = '{"iss":"https://exam.test","attemptId":"a1","answered":1.0,"title":"परीक्षा"}';

/** Verifies with jose and only what is published. */
async function verifyElsewhere(jws: string, keys: readonly ReceiptKey[]) {
  const set = JSON.parse(JSON.stringify(jwksOf(keys)));
  return compactVerify(jws, createLocalJWKSet(set), { algorithms: ['EdDSA'] });
}

describe('receipts', () => {
  it('[RCP-1] verify with another library and the published keys, over exactly the payload’s text', async () => {
    const keys = [key('new'), key('old')];
    const signer = createReceiptSigner(() => keys);
    const { payload: bytes, protectedHeader } = await verifyElsewhere(signer.sign(payload, signer.kid), keys);
    expect(Buffer.from(bytes).toString()).toBe(payload);
    expect(protectedHeader).toEqual({ alg: 'EdDSA', typ: 'pariksha-receipt', kid: 'new' });
  });

  it('[RCP-1] of any text verify here and elsewhere', async () => {
    const keys = [key('k')];
    const signer = createReceiptSigner(() => keys);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        const jws = signer.sign(text, 'k');
        expect(signer.verify(jws)).toEqual({ payload: text, kid: 'k' });
        expect(Buffer.from((await verifyElsewhere(jws, keys)).payload).toString()).toBe(text);
      }),
    );
  });

  it('[RCP-1] made with another library verify here', async () => {
    const keys = [key('k')];
    const jws = await new CompactSign(Buffer.from(payload))
      .setProtectedHeader({ alg: 'EdDSA', typ: 'pariksha-receipt', kid: 'k' })
      .sign(keys[0]!.privateKey);
    expect(createReceiptSigner(() => keys).verify(jws)).toEqual({ payload, kid: 'k' });
  });

  it('[RCP-2] have the same bytes each time, also under a key that has been replaced', () => {
    const [old, young] = [key('old'), key('young')];
    let keys = [old];
    const signer = createReceiptSigner(() => keys);
    const first = signer.sign(payload, signer.kid);
    keys = [young, old];
    expect(signer.kid).toBe('young');
    expect(signer.sign(payload, 'old')).toBe(first);
    expect(createReceiptSigner(() => keys).sign(payload, 'old')).toBe(first);
    expect(signer.verify(first)).toEqual({ payload, kid: 'old' });
    expect(signer.sign(payload, 'young')).not.toBe(first);
  });

  it('[RCP-3] do not verify with any character changed, added or taken away', () => {
    const keys = [key('k')];
    const signer = createReceiptSigner(() => keys);
    const jws = signer.sign(payload, 'k');
    for (let at = 0; at < jws.length; at++) {
      const other = jws[at] === 'A' ? 'B' : 'A';
      expect(signer.verify(jws.slice(0, at) + other + jws.slice(at + 1)), `changed at ${at}`).toBeNull();
      expect(signer.verify(jws.slice(0, at) + jws.slice(at + 1)), `without ${at}`).toBeNull();
    }
    for (const more of ['=', '.', ' ', '\n', '.x', 'A']) expect(signer.verify(jws + more)).toBeNull();
  });

  it('[RCP-4] are nothing else', () => {
    const [own, stranger] = [key('k'), key('k')];
    const signer = createReceiptSigner(() => [own]);
    const [header = '', body = '', signature = ''] = signer.sign(payload, 'k').split('.');
    const encode = (text: string) => Buffer.from(text).toString('base64url');
    const signedAs = (head: string, text = body) => {
      const signed = `${encode(head)}.${text}`;
      return `${signed}.${sign(null, Buffer.from(signed), own.privateKey).toString('base64url')}`;
    };
    const others = [
      createReceiptSigner(() => [stranger]).sign(payload, 'k'),
      `${encode('{"alg":"none","typ":"pariksha-receipt","kid":"k"}')}.${body}.`,
      signedAs('{"alg":"none","typ":"pariksha-receipt","kid":"k"}'),
      signedAs('{"alg":"HS256","typ":"pariksha-receipt","kid":"k"}'),
      signedAs('{"alg":"EdDSA","typ":"JWT","kid":"k"}'),
      signedAs('{"alg":"EdDSA","typ":"pariksha-receipt","kid":"other"}'),
      signedAs('{"alg":"EdDSA","typ":"pariksha-receipt","kid":"k","jwk":{}}'),
      signedAs('{"alg":"EdDSA", "typ":"pariksha-receipt","kid":"k"}'),
      signedAs('null'),
      signedAs('{"alg":"EdDSA","typ":"pariksha-receipt","kid":"k"}', `${body}=`),
      `${header}.${body}.${Buffer.from(signature, 'base64url').toString('base64')}`,
      `${body}.${header}.${signature}`,
      '',
      '..',
      '....',
      'not a receipt',
    ];
    for (const other of others) expect(signer.verify(other), other).toBeNull();
  });

  it('[RCP-4] are not signed with a key that is not there', () => {
    expect(() => createReceiptSigner(() => []).kid).toThrow('no key');
    expect(() => createReceiptSigner(() => [key('k')]).sign(payload, 'other')).toThrow(
      'no receipt key other',
    );
  });

  it('[RCP-5] are published without the private halves', () => {
    const { keys } = jwksOf([key('k1'), key('k2')]);
    const x = expect.stringMatching(/^[\w-]{43}$/);
    expect(keys).toEqual(
      ['k1', 'k2'].map((kid) => ({ kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' })),
    );
  });
});
