import type { ReceiptPayload } from '../../../../server/protocol/http.ts';
import { receiptPayload } from '../../../session/index.ts';

/** What a receipt (a JWS in compact form) states, unverified; `null` when it cannot be read. */
export function readReceipt(receipt: string): ReceiptPayload | null {
  const [, payload] = receipt.trim().split('.');
  if (payload === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
    const read = receiptPayload.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** The receipt in what a person has chosen or pasted: the downloaded file, or the bare receipt. */
export function receiptIn(content: string): string {
  try {
    const file: unknown = JSON.parse(content);
    const receipt = typeof file === 'object' && file !== null ? Reflect.get(file, 'receipt') : undefined;
    return typeof receipt === 'string' ? receipt : content.trim();
  } catch {
    return content.trim();
  }
}

/** In groups of four, so that it can be read out and compared. */
export function inGroups(digest: string): string {
  return digest.match(/.{1,4}/g)?.join(' ') ?? digest;
}
