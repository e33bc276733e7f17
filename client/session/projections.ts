import type { Credentials } from './credentials.ts';
import type { Environment } from './environment.ts';
import type { KeptOn } from './journalKeeper.ts';
import type { Outbox } from './outbox.ts';
import type { Connection, Save } from './sessionState.ts';
import type { Transport } from './transport.ts';

const saved: Save = { kind: 'saved' };
const needsSignIn: Connection = { kind: 'needs-sign-in' };

/** What the candidate is told about the connection. `before`: told last, so that `since` stays when it began. */
export function connectionOf(
  { link }: Pick<Transport, 'link'>,
  { state }: Pick<Credentials, 'state'>,
  environment: Environment,
  before?: Connection,
): Connection {
  if (state === 'ended') return needsSignIn;
  if (link.kind === 'up') return before?.kind === 'up' && before.route === link.route ? before : link;
  return before?.kind === 'down' ? before : { kind: 'down', since: environment.wallClock() };
}

/** What the candidate is told about saving. Nothing is `saved` while any journal holds an unacknowledged entry. */
export function saveOf(outbox: Outbox, keptOn: KeptOn, now: number): Save {
  const pending = outbox.journals.map((journal) => ({ journal, entries: journal.pending }));
  const count = pending.reduce((sum, { entries }) => sum + entries.length, 0);
  if (count === 0) return saved;
  for (const { journal, entries } of pending) {
    const error = entries.length > 0 ? outbox.stuck(journal) : undefined;
    if (error) return { kind: 'blocked', count, keptOn, error };
  }
  const since = Math.min(
    now,
    ...pending.flatMap(({ entries }) => entries.slice(0, 1).map(({ entry }) => entry.at)),
  );
  const isStored = outbox.journals.every((journal) => journal.isStored);
  return { kind: 'pending', count, since, keptOn, isStored };
}
