import { isDeepStrictEqual } from 'node:util';
import type { Entry, Refusal } from '../../domain/entry.ts';
import type { Frame } from '../../domain/frame.ts';
import { entry as entrySchema } from '../../protocol/entries.ts';
import type { LoggedFrame } from './ledgerRows.ts';
import type { Note } from './violation.ts';

/** What a client has been told of one of its entries. */
export interface AcknowledgedEntry {
  readonly epoch: number;
  readonly n: number;
  /** As it was sent. */
  readonly sent: unknown;
  /** `null`: it counts. Entries of a reply that said `late` may stand there in any way; of those `LateReply` tells more. */
  readonly verdict: { readonly refused: Refusal | null } | 'late reply';
}

/** A reply that said `late`: of the entries it answered at least one is kept for a person to judge. */
export interface LateReply {
  readonly epoch: number;
  readonly from: number;
  readonly last: number;
}

/** Everything one attempt's clients have been told. */
export interface Acknowledged {
  readonly entries: readonly AcknowledgedEntry[];
  readonly lateReplies: readonly LateReply[];
  /** Payload texts of the receipts they hold. */
  readonly receipts: readonly string[];
}

interface Stored {
  readonly as: 'answered' | 'late';
  readonly entry: Entry;
  readonly refused: Refusal | null;
}

/** Holds what was acknowledged against what is there. */
export function checkAcknowledged(frames: readonly LoggedFrame[], told: Acknowledged, note: Note): void {
  const stored = storedEntries(frames);
  for (const entry of told.entries) checkEntry(entry, stored.get(placeOf(entry.epoch, entry.n)), note);
  for (const { epoch, from, last } of told.lateReplies) {
    const numbers = Array.from({ length: last - from + 1 }, (_, index) => from + index);
    if (!numbers.some((n) => stored.get(placeOf(epoch, n))?.as === 'late')) {
      note('wrong-value', `entries ${from}–${last} of epoch ${epoch} were called late, and none of them is`);
    }
  }
  const receipts = new Set(frames.flatMap(({ frame }) => receiptText(frame)));
  for (const receipt of told.receipts) {
    if (!receipts.has(receipt)) note('lost', `the receipt ${receipt} has no frame`);
  }
}

function checkEntry(
  { epoch, n, sent, verdict }: AcknowledgedEntry,
  found: Stored | undefined,
  note: Note,
): void {
  const what = `entry ${n} of epoch ${epoch}`;
  if (found === undefined) return note('lost', `${what} was acknowledged and is not there`);
  if (!isWhatWasSent(found, sent)) {
    note('wrong-value', `${what} was sent as ${JSON.stringify(sent)} and is ${JSON.stringify(found.entry)}`);
  }
  if (verdict === 'late reply') return;
  if (found.as === 'late' || found.refused !== verdict.refused) {
    const is = `${found.as} ${found.refused ?? ''}`;
    note('wrong-value', `${what} was acknowledged as ${verdict.refused ?? 'counting'} and is ${is}`);
  }
}

function storedEntries(frames: readonly LoggedFrame[]): ReadonlyMap<string, Stored> {
  const stored = new Map<string, Stored>();
  for (const { frame } of frames) {
    if (frame.kind !== 'answered' && frame.kind !== 'late') continue;
    const { epoch, from, entries } = frame.body;
    const refusals = frame.kind === 'answered' ? frame.body.refused : [];
    const codes = new Map(refusals.map(({ n, code }) => [n, code]));
    const as = frame.kind;
    entries.forEach((entry, index) => {
      const n = from + index;
      stored.set(placeOf(epoch, n), { as, entry, refused: codes.get(n) ?? null });
    });
  }
  return stored;
}

/**
 * An entry in the documented form is stored as it was; of any other the text, as far as it is short. What has no effect is
 * kept no longer than need be: of a long answer that was refused the value is cut, of a surplus observation nothing is left.
 */
function isWhatWasSent({ entry, refused }: Stored, sent: unknown): boolean {
  if (isDeepStrictEqual(entry, sent)) return true;
  const parsed = entrySchema.safeParse(sent);
  if (entry.kind === 'unreadable') {
    if (entry.surplus) return parsed.success && parsed.data.kind === 'observed' && refused === 'too-many';
    return !parsed.success && (entry.sent === undefined || entry.sent === JSON.stringify(sent));
  }
  if (entry.kind !== 'answer' || refused === null || !parsed.success) return false;
  return parsed.data.kind === 'answer' && isDeepStrictEqual(entry, { ...parsed.data, value: 0 });
}

function receiptText({ kind, body }: Frame): string[] {
  if (kind !== 'sealed' && kind !== 'adjudicated') return [];
  return body.receipt === undefined ? [] : [body.receipt];
}

function placeOf(epoch: number, n: number): string {
  return `${epoch}:${n}`;
}
