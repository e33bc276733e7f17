import { withClient } from './people.ts';

const lookEveryMs = 250;

/**
 * Waits until no attempt at the exam is open. Returns when the last one was sealed, epoch ms by the database's clock;
 * `null` without a database, or when patience is over.
 */
export async function untilSealed(
  databaseUrl: string | null,
  examId: string,
  { patienceMs, pause }: { readonly patienceMs: number; readonly pause: (ms: number) => Promise<void> },
): Promise<number | null> {
  if (databaseUrl === null) return null;
  const giveUpAt = performance.now() + patienceMs;
  return withClient(databaseUrl, async (client) => {
    while (performance.now() < giveUpAt) {
      const { rows } = await client.query<{ open: number; last: number | null }>(
        `SELECT (count(*) FILTER (WHERE status <> 'sealed'))::int AS open,
           (extract(epoch FROM max(sealed_at)) * 1000)::float8 AS last
         FROM attempt WHERE exam_id = $1`,
        [examId],
      );
      if (rows[0]?.open === 0) return rows[0].last;
      await pause(lookEveryMs);
    }
    return null;
  });
}
