import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** The master key does not open what was sealed, or somebody has changed it. */
export class WrongMasterKey extends Error {
  override readonly name = 'WrongMasterKey';
}

/**
 * Encrypts with AES-256-GCM: 12 bytes of nonce, 16 of tag, then the ciphertext. `context` says what the secret is
 * for and has to be the same when it is opened.
 */
export function sealSecret(secret: Buffer, context: string, masterKey: Buffer): Buffer {
  const iv = randomBytes(ivBytes);
  const encryption = createCipheriv(cipher, masterKey, iv).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([encryption.update(secret), encryption.final()]);
  return Buffer.concat([iv, encryption.getAuthTag(), sealed]);
}

/** @throws WrongMasterKey */
export function openSecret(sealed: Buffer, context: string, masterKey: Buffer): Buffer {
  const iv = sealed.subarray(0, ivBytes);
  const tag = sealed.subarray(ivBytes, ivBytes + tagBytes);
  try {
    const decryption = createDecipheriv(cipher, masterKey, iv, { authTagLength: tagBytes });
    decryption.setAAD(Buffer.from(context)).setAuthTag(tag);
    return Buffer.concat([decryption.update(sealed.subarray(ivBytes + tagBytes)), decryption.final()]);
  } catch (cause) {
    throw new WrongMasterKey('The master key does not open this secret.', { cause });
  }
}
