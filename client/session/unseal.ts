import { sealNonceBytes } from '../../server/protocol/sealed.ts';

/** A sealed section with what opens it. */
export interface SealedText {
  readonly ciphertext: ArrayBuffer;
  /** base64url. */
  readonly key: string;
  /** What the encryption was bound to. */
  readonly context: string;
}

/** Opens a sealed section; rejects when key, context or ciphertext do not fit, or the browser cannot do it. */
export async function unseal({ ciphertext, key, context }: SealedText): Promise<string> {
  const { subtle } = crypto;
  const imported = await subtle.importKey('raw', bytesOf(key), 'AES-GCM', false, ['decrypt']);
  const compressed = await subtle.decrypt(
    {
      name: 'AES-GCM',
      iv: new Uint8Array(ciphertext, 0, sealNonceBytes),
      additionalData: new TextEncoder().encode(context),
    },
    imported,
    new Uint8Array(ciphertext, sealNonceBytes),
  );
  const plain = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return await new Response(plain).text();
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
