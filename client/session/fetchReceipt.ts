import type { ReceiptReply } from '../../server/protocol/http.ts';
import { Backoff } from './backoff.ts';
import type { Environment } from './environment.ts';
import type { Sleeper } from './sleeper.ts';
import { isPassing, type Outcome } from './transport.ts';

/** Asks for a receipt until there is an answer; `null` when there is none to be had, or nobody wants it any more. */
export async function fetchReceipt(
  ask: () => Promise<Outcome<ReceiptReply>>,
  isWanted: () => boolean,
  environment: Environment,
  sleeper: Sleeper,
): Promise<ReceiptReply | null> {
  const backoff = new Backoff(environment);
  while (isWanted()) {
    const outcome = await ask();
    if (outcome.kind === 'done') return outcome.reply;
    if (outcome.kind === 'error' && !isPassing(outcome.error)) return null;
    await sleeper.sleep(backoff.next(outcome.kind === 'error' ? outcome.error.retryAfterMs : undefined));
  }
  return null;
}
