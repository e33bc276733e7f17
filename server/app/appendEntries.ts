import type { Entry } from '../domain/entry.ts';
import type { LateBody } from '../domain/frame.ts';
import type { AppendReply, AppendRequest } from '../protocol/candidate.ts';
import { entry } from '../protocol/entries.ts';
import { type CandidateDesk, withAttempt } from './candidateDesk.ts';
import { settle, whenAvailable } from './outcomes.ts';
import type { Claims } from './ports.ts';
import { fail, ok, type Result } from './result.ts';
import { deadlineView, shortHead } from './views.ts';

/** Greatest size of one entry, in characters of JSON. */
const maxEntryLength = 8 * 1024;

/** Longest text kept of an entry that cannot be read, in characters. */
const maxSentLength = 1_000;

/**
 * Appends a page's journal entries from number `from` on. Resending is harmless; a gap is answered with `through`;
 * an entry that cannot apply consumes its number and is named in `refused`; entries that came too late, or from a page
 * that has lost the pen, are stored for a person to judge.
 */
export function appendEntries(
  desk: CandidateDesk,
  who: Claims,
  request: AppendRequest,
  receivedAt: number,
): Promise<Result<AppendReply>> {
  const { attemptId, epoch, from } = request;
  const { userId, sessionId } = who;
  const mayObserve = () => desk.rateLimits.take('observe', userId, 1, receivedAt) === null;
  const entries = request.entries.map((sent) => withinLimit(readEntry(sent), mayObserve));
  return whenAvailable(() =>
    withAttempt(desk, who, attemptId, async (hosted) => {
      const settled = settle(
        await desk.attempts.run(hosted, { type: 'append', epoch, from, entries, sessionId, receivedAt }),
      );
      if (!settled.ok) return settled;
      const { state } = settled.value;
      const pen = state.pens.find((known) => known.epoch === epoch);
      if (pen === undefined) return fail('unknown-epoch');
      const { through } = pen;
      const last = from + entries.length - 1;
      if (state.late.some((batch) => meets(batch, epoch, from, last))) {
        return ok<AppendReply>({ through, late: true });
      }
      const refused = pen.refused.filter(({ n }) => n >= from && n <= last);
      return ok<AppendReply>({
        through,
        seq: state.seq,
        head: shortHead(state.head),
        deadline: deadlineView(state),
        ...(refused.length > 0 && { refused }),
      });
    }),
  );
}

/** An entry in the documented form, or the record of one that is not. */
function readEntry(sent: unknown): Entry {
  const text = JSON.stringify(sent) ?? '';
  const parsed = text.length <= maxEntryLength ? entry.safeParse(sent) : null;
  if (parsed?.success) return parsed.data;
  return text.length <= maxSentLength ? { kind: 'unreadable', sent: text } : { kind: 'unreadable' };
}

/**
 * Pages report what they observe by themselves, so that has a limit of its own. It never refuses a whole request, because
 * answers travel in the same journal behind it.
 */
function withinLimit(read: Entry, mayObserve: () => boolean): Entry {
  return read.kind !== 'observed' || mayObserve() ? read : { kind: 'unreadable', surplus: true };
}

/** Whether one of these entries stands in the log as a late one: a resend is told so too. */
function meets(batch: LateBody, epoch: number, from: number, last: number): boolean {
  return batch.epoch === epoch && batch.from <= last && from < batch.from + batch.entries.length;
}
