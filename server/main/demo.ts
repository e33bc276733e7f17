import { createPool, createPrisma } from '../ledger/client.ts';
import { createPasswords } from '../ledger/passwords.ts';
import type { ReadyDatabase } from './database.ts';
import type { DemoSignIns } from './demoSignIns.ts';
import { seedDemo } from './seedDemo.ts';

/** The practice exam and its people, if this installation has them; made when its own database is empty. */
export async function prepareDemo(
  { url, embedded }: ReadyDatabase,
  dataFolder: string,
): Promise<Required<DemoSignIns> | null> {
  if (!embedded) return null;
  const pool = createPool({ databaseUrl: url, maxConnections: 2, onConnectionError: () => undefined });
  const prisma = createPrisma(pool);
  try {
    const passwords = createPasswords({ atOnce: 2, maxWaiting: 100 });
    return await seedDemo({ prisma, passwords, dataFolder, now: Date.now() });
  } finally {
    await prisma.$disconnect();
    await pool.end();
  }
}

/** What the terminal says once the server listens: where to go, what `serves` there, and whom to sign in as. */
export function welcome(
  port: number,
  demo: Required<DemoSignIns> | null,
  serves: readonly string[] = [],
): string {
  const lines = ['', `  Pariksha is at http://localhost:${port}`, ''];
  if (serves.length > 0) lines.push(...serves.map((line) => `    ${line}`), '');
  if (demo !== null) {
    const shown = demo.signIns.filter(({ role }, index) => role !== 'candidate' || index < shownCandidates);
    const hidden = demo.signIns.length - shown.length;
    lines.push('  Sign in as one of:', '');
    for (const { username, password, role, displayName } of shown) {
      lines.push(`    ${username.padEnd(12)} ${password.padEnd(24)} ${role.padEnd(10)} ${displayName}`);
    }
    if (hidden > 0)
      lines.push(`    … and ${hidden} more candidates, in demo-sign-ins.json of the data folder`);
    const [candidate] = demo.signIns.filter(({ role }) => role === 'candidate');
    if (candidate !== undefined) {
      const { username, password } = candidate;
      lines.push('', '  Or sit the practice exam from another terminal:', '');
      lines.push(
        `    npm run sit -- --url http://localhost:${port} --user ${username} --password ${password} --exam ${demo.examId}`,
      );
    }
  }
  lines.push('', '  Ctrl-C stops everything. The data is kept for the next start.', '');
  return lines.join('\n');
}

const shownCandidates = 3;
