import { parseArgs } from 'node:util';
import { type Audit, auditAttempt } from '../app/auditAttempt.ts';
import { ExamBook } from '../app/examBook.ts';
import { PostgresCatalogue } from '../ledger/catalogue.ts';
import { connectionConfig } from '../ledger/connection.ts';
import { PostgresEvidence } from '../ledger/evidence.ts';
import { openKeyRing } from '../ledger/keyRing.ts';
import { Lane } from '../ledger/lane.ts';
import { createReceiptSigner } from '../ledger/receiptSigner.ts';
import { sha256 } from './core.ts';
import { indianTime } from './indianTime.ts';
import { printable, readReceiptFile } from './offlineReceipt.ts';
import { readInput } from './readInput.ts';
import { StartError } from './startError.ts';
import { runTool, type Say, UsageError } from './tool.ts';
import { type OpenDatabase, withDatabase } from './withDatabase.ts';

/** `npm run audit`: recomputes everything that is known of one attempt and says where it breaks. */

const usage = `npm run audit -- ATTEMPT_ID [--receipt FILE]

Recomputes an attempt's chain, its exam's chain, its history, submissions, receipts and scores from the database.
With --receipt a receipt that the candidate holds has to be the one in the log, which shows also a chain that was
rewritten as a whole. FILE is as it was downloaded: the signed text alone, or JSON {receipt, jwks}.
Exit code 0: everything agrees, 1: it does not, or there is no such attempt, 2: wrong usage.`;

await runTool(usage, async (say) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { receipt: { type: 'string' } },
  });
  const [attemptId, ...more] = positionals;
  if (attemptId === undefined || more.length > 0) throw new UsageError('Name one attempt.');
  const witness = values.receipt === undefined ? undefined : await readWitness(values.receipt);
  const audit = await withDatabase((database) => look(database, attemptId, witness));
  if (audit === null) {
    say(`There is no attempt ${attemptId}.`);
    return 1;
  }
  return report(audit, attemptId, say);
});

async function readWitness(path: string): Promise<string> {
  const file = readReceiptFile(new TextDecoder().decode(await readInput(path)));
  if (file !== null) return file.receipt;
  throw new StartError(
    `The file ${path} holds no receipt, neither as signed text nor as JSON {receipt, jwks}.`,
  );
}

async function look(
  { prisma, masterKey, databaseUrl }: OpenDatabase,
  attemptId: string,
  witness: string | undefined,
): Promise<Audit | null> {
  const now = () => Date.now();
  const keys = await openKeyRing({ prisma, masterKey, now });
  const catalogue = new PostgresCatalogue(
    prisma,
    () => new Lane(connectionConfig(databaseUrl, 'ledger'), () => undefined),
  );
  try {
    const world = {
      evidence: new PostgresEvidence(prisma),
      papers: new ExamBook(catalogue, now),
      receipts: createReceiptSigner(() => keys.receiptKeys()),
      digest: sha256,
    };
    return await auditAttempt(world, attemptId, witness);
  } finally {
    await catalogue.close();
  }
}

function report(audit: Audit, attemptId: string, say: Say): number {
  const { findings, frames, commands, status, head, seals } = audit;
  say(`Attempt ${attemptId}: ${status}, ${frames} frames, ${commands} exam commands`);
  say(`head       ${head}`);
  for (const { seq, sealedAt, digest } of seals) {
    say(`sealed     frame ${seq}, ${indianTime(sealedAt)}, answers ${digest}`);
  }
  for (const { where, message } of findings) say(`BROKEN     ${where} ${printable(message)}`);
  say(findings.length === 0 ? 'Everything agrees.' : `${findings.length} findings.`);
  return findings.length === 0 ? 0 : 1;
}
