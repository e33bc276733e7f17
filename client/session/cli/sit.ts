import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Candidate } from '../createSession.ts';
import { createNodeCandidate } from '../node.ts';
import type { AnswerValue } from '../normalise.ts';
import type { Outcome } from '../transport.ts';
import { seededRandom } from './random.ts';
import { Sitter, type Sitting, SittingEnded } from './sitter.ts';

const usage = `Sits an exam as a candidate, over the same library as the browser.

  npm run sit -- --url URL --user U --password P [--exam ID]
    --exam ID          without it: the only exam that is open
    --answers FILE     JSON {questionId: value}; other questions are left out
    --random SEED      seed of the answers that are made up (a number)
    --pace MS          between two questions (50)
    --no-websocket     plain HTTP only
    --receipt FILE     writes {receipt, jwks} there
    --journal DIR      keeps what is not acknowledged there (.pariksha/journal)

Exit code 0: handed in, 1: not, 2: wrong usage.`;

/** The command line is not one that can be followed. */
class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

const answersFile = z.record(
  z.string(),
  z.union([
    z.null(),
    z.string(),
    z.boolean(),
    z.array(z.string()),
    z.record(z.string(), z.array(z.string())),
  ]),
);

const mostTries = 30;
const pauseMs = 2_000;

const print = (line: string) => void process.stdout.write(`${line}\n`);

function readOptions() {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      url: { type: 'string', default: 'http://localhost:8080' },
      user: { type: 'string' },
      password: { type: 'string' },
      exam: { type: 'string' },
      answers: { type: 'string' },
      random: { type: 'string' },
      pace: { type: 'string', default: '50' },
      websocket: { type: 'boolean', default: true },
      receipt: { type: 'string' },
      journal: { type: 'string', default: '.pariksha/journal' },
    },
  });
  const { url, user, password } = values;
  if (user === undefined || password === undefined) throw new WrongUsage(usage);
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new WrongUsage(`--url takes an address such as http://localhost:8080, and "${url}" is none.`);
  }
  const seed = Number(values.random ?? Math.floor(Math.random() * 1e9));
  const paceMs = Number(values.pace);
  if (!Number.isSafeInteger(seed) || !(paceMs >= 0)) throw new WrongUsage('--random and --pace are numbers.');
  return { ...values, user, password, seed, paceMs };
}

type Options = ReturnType<typeof readOptions>;

async function main(options: Options): Promise<void> {
  const { url, user, password, journal, websocket, seed, paceMs } = options;
  const answers = options.answers === undefined ? null : await readAnswers(options.answers);
  const candidate = createNodeCandidate({ url, journal, webSocket: websocket });
  const { session, credentials } = candidate;
  process.once('SIGINT', () => void session.close());
  try {
    await signIn(candidate, user, password);
    const examId = options.exam ?? (await onlyOpenExam(candidate));
    print(`exam ${examId}, answers ${answers === null ? `from seed ${seed}` : `from ${options.answers}`}`);
    const random = seededRandom(seed);
    const sitting = await new Sitter({ session, examId, password, answers, random, paceMs, print }).sit();
    printSummary(sitting, candidate);
    await keepReceipt(sitting, candidate, options.receipt);
  } finally {
    credentials.close();
    await session.close();
  }
}

async function readAnswers(file: string): Promise<Readonly<Record<string, AnswerValue>>> {
  return answersFile.parse(JSON.parse(await readFile(file, 'utf8')));
}

async function signIn({ credentials }: Candidate, user: string, password: string): Promise<void> {
  const { user: who } = replyOf(await patiently(() => credentials.signIn(user, password)));
  print(`signed in as ${who.displayName}`);
}

/** Asks for about a minute while the server does not answer or asks for patience itself. */
async function patiently<T>(ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await ask();
    const retryAfterMs = outcome.kind === 'error' ? outcome.error.retryAfterMs : pauseMs;
    if (outcome.kind === 'done' || retryAfterMs === undefined || tries === mostTries) return outcome;
    await pause(retryAfterMs);
  }
}

async function onlyOpenExam({ api, credentials }: Candidate): Promise<string> {
  const { exams } = replyOf(await patiently(() => credentials.authorised((token) => api.exams(token))));
  for (const { id, title, status } of exams)
    print(`  ${id}  ${status}  ${title['en'] ?? Object.values(title)[0] ?? ''}`);
  const open = exams.filter(({ status }) => status === 'open' || status === 'in-progress');
  const [only] = open;
  if (only === undefined) throw new SittingEnded('No exam is open for this candidate.');
  if (open.length > 1) throw new SittingEnded('More than one exam is open: say which with --exam ID.');
  return only.id;
}

function printSummary(
  { end, questions, answered, marked, reconnects }: Sitting,
  { session }: Candidate,
): void {
  const { sent, acknowledged, resent } = session.state.traffic;
  const { lateEntries, save } = session.state;
  print('');
  print(`questions ${questions}, answered ${answered}, marked for review ${marked}`);
  print(`entries sent ${sent}, acknowledged ${acknowledged}, sent again ${resent}, late ${lateEntries}`);
  print(
    `reconnects ${reconnects}; ${save.kind === 'saved' ? 'everything is saved' : `not saved: ${save.count}`}`,
  );
  print(
    `sealed${end.reason === null ? '' : ` (${end.reason})`} at ${new Date(end.sealedAt ?? 0).toISOString()}`,
  );
  print(`receipt ${end.receipt}`);
}

async function keepReceipt({ end }: Sitting, { api }: Candidate, file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const jwks = replyOf(await patiently(() => api.keys()));
  await writeFile(file, `${JSON.stringify({ receipt: end.receipt, jwks }, null, 2)}\n`);
  print(`receipt written to ${file}`);
}

function replyOf<T>(outcome: Outcome<T>): T {
  switch (outcome.kind) {
    case 'done':
      return outcome.reply;
    case 'error':
      throw new SittingEnded(outcome.error.message);
    case 'unknown':
      throw new SittingEnded('The server does not answer. Is it running, and is --url right?');
  }
}

try {
  await main(readOptions());
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const isMisused =
    error instanceof WrongUsage || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  const isOurs = isMisused || error instanceof SittingEnded;
  process.stderr.write(`${isOurs ? error.message : (error.stack ?? error.message)}\n`);
  process.exitCode = isMisused ? 2 : 1;
}
