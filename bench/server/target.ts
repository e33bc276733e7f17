import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { BenchError } from '../benchError.ts';
import { payloadOf } from '../generator/jws.ts';
import type { RosterLine } from '../generator/messages.ts';
import { numberIn } from '../generator/reply.ts';
import type { Plan, Target } from '../plan.ts';
import type { BenchServer } from './benchServer.ts';
import { benchPrefix, withClient } from './people.ts';
import { signIn, unreachable } from './signIn.ts';

const titlePrefix = 'Bench ';

/** A target that has not answered by then is none. */
const patienceMs = 10_000;

/** A server that somebody else runs. @throws BenchError when it cannot be reached, or may be a real one. */
export async function openTarget({ urls, databaseUrl, masterKey, iKnow }: Target): Promise<BenchServer> {
  for (const url of urls) await assertReachable(url);
  if (databaseUrl !== null && !iKnow) await assertSynthetic(databaseUrl);
  const [origin = ''] = urls;
  return {
    urls,
    issuer: null,
    origin,
    database: databaseUrl === null || masterKey === null ? null : { url: databaseUrl, masterKey },
    site: null,
    usage: () => null,
    stopNodes: async () => undefined,
    stop: async () => undefined,
  };
}

async function assertReachable(url: string): Promise<void> {
  const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(patienceMs) }).catch(
    (error: unknown) => {
      throw unreachable(url, error);
    },
  );
  const body: unknown = await response.json().catch(() => null);
  const isOurs = typeof body === 'object' && body !== null && 'ok' in body;
  if (!response.ok || !isOurs) throw new BenchError(`${url} answers, but not as a server of Pariksha does.`);
}

/** Everybody in the database is of the bench's own making. */
async function assertSynthetic(databaseUrl: string): Promise<void> {
  const strangers = await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ username: string; count: string }>(
      `SELECT min(username) AS username, count(*) AS count FROM user_account WHERE username NOT LIKE $1 || '%'`,
      [benchPrefix],
    );
    return rows[0];
  }).catch((error: unknown) => {
    throw new BenchError(
      `The database of the target cannot be used: ${error instanceof Error ? error.message : error}`,
    );
  });
  if (strangers === undefined || strangers.count === '0') return;
  throw new BenchError(
    `The database of the target holds ${strangers.count} people who are not the bench's own (${strangers.username}, for ` +
      'example), so this may be a real exam. Say --i-know to write synthetic candidates beside them.',
  );
}

const peopleForm = z.array(z.object({ username: z.string(), password: z.string() })).min(1);
const examsForm = z.object({
  exams: z.array(z.object({ id: z.string(), title: z.record(z.string(), z.string()) })),
});

/** Candidates of somebody else's making, signed in by password before any clock runs. @throws BenchError */
export async function signInPeople(
  target: Target,
  plan: Plan,
  file: string,
  examId: string,
): Promise<readonly RosterLine[]> {
  const people = peopleForm.safeParse(jsonIn(await readFile(file, 'utf8').catch(() => 'null')));
  if (!people.success) throw new BenchError(`${file} is no JSON list of {"username", "password"}.`);
  const wanted = plan.candidates + 1;
  if (people.data.length < wanted) {
    throw new BenchError(
      `${file} names ${people.data.length} people, and ${wanted} are needed: one only looks at the questions. Say --candidates ${people.data.length - 1}.`,
    );
  }
  const [url = ''] = target.urls;
  const roster: RosterLine[] = [];
  for (const [number, { username, password }] of people.data.slice(0, wanted).entries()) {
    const token = await signIn(url, url, username, password);
    roster.push({ number, username, token, expiresAt: expiryOf(token) });
    if (number === 0 && !target.iKnow) await assertBenchExam(url, token, examId);
  }
  return roster;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function assertBenchExam(url: string, token: string, examId: string): Promise<void> {
  const response = await fetch(`${url}/api/exams`, { headers: { authorization: `Bearer ${token}` } });
  const reply = examsForm.safeParse(await response.json());
  const exam = reply.data?.exams.find(({ id }) => id === examId);
  if (exam === undefined) throw new BenchError(`The first candidate is not enrolled in exam ${examId}.`);
  const [title = ''] = Object.values(exam.title);
  if (title.startsWith(titlePrefix)) return;
  throw new BenchError(
    `"${title}" is no exam of the bench (its title would begin with "${titlePrefix}"). Say --i-know to sit it with synthetic candidates all the same.`,
  );
}

function expiryOf(token: string): number {
  return (numberIn(payloadOf(token), 'exp') ?? 0) * 1_000;
}
