import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { applyMigrations } from '../../../server/ledger/migrate.ts';
import { startEmbedded } from '../../../server/main/embeddedPostgres.ts';
import { launchBrowser } from './browser.ts';
import { budgets, poorDevice } from './budgets/budgets.ts';
import { publishLongExam } from './budgets/hallExams.ts';
import {
  firstQuestionCold,
  firstQuestionPrepared,
  type Place,
  pressAround,
  weighScripts,
} from './budgets/measure.ts';
import { ExamHall } from './examHall.ts';

/**
 * `npm run budgets`: what the candidate's page weighs and how long it takes, in a real browser before a real server, against
 * what it may. Exit code 1 when something is beyond its budget. Times are those of a quiet machine or of none: of five rounds
 * the one in the middle counts, each in a browser's profile of its own.
 *
 * Cold: nothing of the page is on the device, and the exam was begun elsewhere; from the address to the question, with the
 * letters of Marathi. Prepared: from the press on "begin", by somebody who has read the instructions meanwhile.
 */

const roundCount = 5;
const say = (line: string) => void process.stdout.write(`${line}\n`);

interface Line {
  readonly what: string;
  readonly found: number;
  readonly budget: number;
  readonly unit: string;
}

async function measureAll(place: Place): Promise<readonly Line[]> {
  const usual = await publishLongExam(place.hall, 60);
  const long = await publishLongExam(place.hall, 200);
  const scripts = await weighScripts(place, 'teacher01', usual);
  for (const { name, bytes } of scripts.toSorted((a, b) => b.bytes - a.bytes)) {
    say(`  ${(bytes / 1024).toFixed(1).padStart(7)} KB  ${name}`);
  }
  const { firstQuestionMs, interactionMs, scriptBytes } = budgets;
  const prepared = await rounds('prepared', people(2), (username) =>
    firstQuestionPrepared(place, username, usual),
  );
  const cold = await rounds('cold', people(2 + roundCount), (username) =>
    firstQuestionCold(place, username, usual),
  );
  const presses = await rounds('slowest press', people(2 + 2 * roundCount), async (username) =>
    Math.max(...(await pressAround(place, username, long))),
  );
  const kilobytes = scripts.reduce((sum, { bytes }) => sum + bytes, 0) / 1024;
  return [
    { what: 'scripts before the first question', found: kilobytes, budget: scriptBytes / 1024, unit: 'KB' },
    { what: 'first question, prepared', found: prepared, budget: firstQuestionMs, unit: 'ms' },
    { what: 'first question, cold', found: cold, budget: firstQuestionMs, unit: 'ms' },
    {
      what: 'slowest press of 200 questions',
      found: presses,
      budget: interactionMs,
      unit: 'ms',
    },
  ];
}

/** Each for a candidate of their own, because a device that has the page is another device. The one in the middle counts. */
async function rounds(
  what: string,
  usernames: readonly string[],
  measure: (username: string) => Promise<number>,
): Promise<number> {
  const found: number[] = [];
  for (const username of usernames) found.push(await measure(username));
  say(`  ${what}: ${found.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  return middle(found);
}

function people(first: number): readonly string[] {
  return Array.from({ length: roundCount }, (_, i) => `teacher${String(first + i).padStart(2, '0')}`);
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.POSITIVE_INFINITY;
}

const dataDir = await mkdtemp(join(tmpdir(), 'pariksha-budgets-'));
const postgres = await startEmbedded({ dataDir });
await applyMigrations({ databaseUrl: postgres.url, log: () => undefined });
const hall = await ExamHall.open(postgres.url);
const browser = await launchBrowser();
try {
  const { roundTripMs, bitsPerSecond, slowdown } = poorDevice;
  say(
    `Times at ${bitsPerSecond / 1e6} Mbit/s, ${roundTripMs} ms round trip, processor ${slowdown} times slower.`,
  );
  const lines = await measureAll({ hall, browser });
  for (const { what, found, budget, unit } of lines) {
    const verdict = found <= budget ? 'ok' : 'BEYOND';
    say(`${what.padEnd(36)} ${found.toFixed(0).padStart(6)} of ${budget} ${unit}  ${verdict}`);
  }
  process.exitCode = lines.every(({ found, budget }) => found <= budget) ? 0 : 1;
} finally {
  await browser.close();
  await hall.close();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
