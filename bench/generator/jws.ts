import type { SealedRecord } from '../records.ts';
import { type Fields, jsonFields, numberIn, textIn } from './reply.ts';

/** What a receipt states, as the records keep it. */
export function statedIn(receipt: string): Pick<SealedRecord, 'sealSeq' | 'through' | 'head'> {
  const stated = payloadOf(receipt);
  return {
    sealSeq: numberIn(stated, 'sealSeq') ?? 0,
    through: numberIn(stated, 'through') ?? 0,
    head: textIn(stated, 'head') ?? '',
  };
}

/** What a JWS in compact form says, a token or a receipt. Its signature is not looked at. */
export function payloadOf(jws: string): Fields {
  return jsonFields(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'));
}
