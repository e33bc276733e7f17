import { checkDatabase } from '../ledger/preflight.ts';

/** Why this process can be of no use at the moment; `null` when it can. */
export async function readiness(databaseUrl: string): Promise<string | null> {
  const [problem] = await checkDatabase(databaseUrl);
  if (problem?.code === 'unreachable') return 'The database cannot be asked.';
  return problem?.message ?? null;
}
