import { BenchError } from '../benchError.ts';
import type { RosterLine } from '../generator/messages.ts';
import type { Lender } from '../lender.ts';
import type { Plan } from '../plan.ts';
import type { ExamTimes } from '../scenarios/scenario.ts';
import type { BenchServer } from './benchServer.ts';
import { districtsFor } from './districts.ts';
import { type BenchPerson, createPeople, enrol } from './people.ts';
import { issuerOf } from './signIn.ts';

export interface PrepareOptions {
  readonly lender: Pick<Lender, 'hashPassword' | 'publishExam' | 'tokenSigner'>;
  readonly server: BenchServer;
  readonly plan: Plan;
  /** Asked when the candidates are there: what is left of an exam with one end for all is theirs. */
  readonly exam: () => ExamTimes;
  readonly runId: string;
}

export interface Prepared {
  readonly exam: ExamTimes;
  readonly examId: string;
  /** By number in the run. */
  readonly people: readonly BenchPerson[];
  readonly roster: readonly RosterLine[];
  /** One more, who only looks at the questions. */
  readonly scout: RosterLine;
}

/** The password of every synthetic candidate. Their accounts are worth nothing, and their exam is over soon. */
export const benchPassword = 'bench bench bench';

/** An exam, candidates and tokens, before any clock runs: nobody signs in by password. @throws BenchError */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const { lender, server, plan, runId } = options;
  const { database } = server;
  if (database === null) throw new BenchError('Without a database there is nowhere to make candidates in.');
  const people = await createPeople({
    databaseUrl: database.url,
    runId,
    districts: districtsFor(plan.candidates + 1, plan.skew),
    passwordHash: await lender.hashPassword(benchPassword),
  });
  const title = `Bench ${runId}`;
  const scout = people[plan.candidates];
  if (scout === undefined) throw new Error('There is one candidate more than the plan asks for.');
  const exam = options.exam();
  const examId = await lender.publishExam(database.url, { ...exam, title, usernames: [scout.username] });
  await enrol(database.url, examId, people);
  const issuer = server.issuer ?? (await issuerOf(server, scout.username, benchPassword));
  const sign = await lender.tokenSigner(database, issuer);
  const signIn = ({ userId, sessionId, username }: BenchPerson, number: number): RosterLine => {
    const { accessToken, expiresAt } = sign(userId, sessionId);
    return { number, username, token: accessToken, expiresAt };
  };
  const sitting = people.slice(0, plan.candidates);
  const roster = sitting.map(signIn);
  return { exam, examId, people: sitting, roster, scout: signIn(scout, plan.candidates) };
}
