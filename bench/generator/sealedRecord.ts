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

/** The middle part of a JWS in compact form. */
function payloadOf(receipt: string): Fields {
  return jsonFields(Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString('utf8'));
}
