import type { SealReply, SealRequest } from '../../server/protocol/candidate.ts';
import type { WireError } from '../../server/protocol/errors.ts';
import { Backoff } from './backoff.ts';
import type { Environment } from './environment.ts';
import type { Journal } from './journal.ts';
import type { Outbox } from './outbox.ts';
import type { Sleeper } from './sleeper.ts';
import { isPassing, type Transport } from './transport.ts';

export type HandInResult =
  | ({ readonly kind: 'sealed' } & SealReply)
  /** Not handed in; `error.message` says what to do. */
  | { readonly kind: 'refused'; readonly error: WireError }
  /** Something else has ended the attempt or this page's hold on it: see the session's status. */
  | { readonly kind: 'overtaken' };

export interface HandInOptions {
  readonly transport: Pick<Transport, 'seal'>;
  readonly environment: Environment;
  readonly sleeper: Sleeper;
  readonly outbox: Outbox;
  readonly journal: Journal;
  readonly deadlineVersion: () => number;
  /** Whether this page is still handing in. */
  readonly isWanted: () => boolean;
  readonly whenReady: () => Promise<void>;
  readonly onDoubt: () => void;
}

/**
 * Hands in: only after every entry of the journal is acknowledged, and as often as it takes to get an answer; repeating
 * it returns the same receipt. A journal that the server refuses to take further (`frame-limit`) does not keep
 * anybody from handing in what is committed.
 */
export async function handIn(options: HandInOptions): Promise<HandInResult> {
  const { transport, environment, sleeper, outbox, journal, isWanted } = options;
  const backoff = new Backoff(environment);
  for (;;) {
    await outbox.whenSettled(journal);
    await options.whenReady();
    if (!isWanted()) return { kind: 'overtaken' };
    if (journal.pending.length > 0 && outbox.stuck(journal) === undefined) continue;
    const outcome = await transport.seal(requestOf(options));
    switch (outcome.kind) {
      case 'done':
        return { kind: 'sealed', ...outcome.reply };
      case 'unknown':
        await sleeper.sleep(backoff.next());
        options.onDoubt();
        break;
      case 'error':
        if (isPassing(outcome.error)) await sleeper.sleep(backoff.next(outcome.error.retryAfterMs));
        else if (!sendMissing(outbox, journal, outcome.error))
          return { kind: 'refused', error: outcome.error };
    }
  }
}

function requestOf({ journal, outbox, deadlineVersion }: HandInOptions): SealRequest {
  const isStuck = outbox.stuck(journal) !== undefined;
  const through = isStuck ? journal.acknowledged : journal.last;
  const { attemptId, epoch } = journal.key;
  return { attemptId, epoch, through, deadlineVersion: deadlineVersion() };
}

/** The server lacks entries that it had acknowledged. */
function sendMissing(outbox: Outbox, journal: Journal, error: WireError): boolean {
  const from = error.details?.['from'];
  if (error.code !== 'missing-entries' || typeof from !== 'number') return false;
  const isBack = outbox.rewind(journal, from - 1);
  outbox.pump();
  return isBack && journal.pending.length > 0;
}
