import { commonErrorSentences } from './commonErrorSentences.ts';
import type { ErrorCode, WireError } from './errors.ts';
import { staffErrorSentences } from './staffErrorSentences.ts';

/** The sentence a person reads; it may be reworded. Those that stand here are for the makers of other clients too. */
export const errorSentences: Readonly<Record<ErrorCode, string>> = {
  ...commonErrorSentences,
  ...staffErrorSentences,
  malformed:
    'The request does not have the documented form. Update the client, or report this with the request.',
  'too-large': 'The message is larger than 32 KB. Send fewer entries at a time.',
  'unknown-event': 'The server knows no event of this name. Update the client.',
  'not-found': 'There is no such exam or attempt for you. Check the address, or ask the invigilator.',
  superseded:
    'The exam is now open on another page or device, and that one writes. Continue there, or open it here again.',
  'unknown-epoch': 'This page has not opened the attempt. Open it again; your saved answers will come back.',
  gap: 'Entries are missing before these. Send again from the number after `through`.',
  'missing-entries':
    'Some entries have not reached the server yet. Send the entries named, then hand in again.',
  'not-sealed': 'This attempt is not handed in yet, so there is no receipt. Hand in first.',
};

/** The wire form of an error: its code, its sentence, and what the client needs to recover. */
export function wireError(code: ErrorCode, extra: Omit<WireError, 'code' | 'message'> = {}): WireError {
  return { code, message: errorSentences[code], ...extra };
}
