import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../client/session/cli/random.ts';
import type { AnswerBook } from './answerBook.ts';
import { BenchError } from './benchError.ts';
import { type Verdict, type VerifyOptions, verify } from './checker/verify.ts';
import { floorBook, floorRoster } from './floor/floorRoster.ts';
import { type Floor, measureFloor } from './floor/measureFloor.ts';
import { fetchBook } from './generator/fetchBook.ts';
import { type RosterLine, usualManner } from './generator/messages.ts';
import { GeneratorPool } from './generator/pool.ts';
import { endpointOf, generatorSettings } from './generators.ts';
import { unlessAborted } from './interruption.ts';
import type { Lender } from './lender.ts';
import { now } from './now.ts';
import type { Plan } from './plan.ts';
import type { ProgressLine } from './progressLine.ts';
import { buildReport } from './report/buildReport.ts';
import type { Report } from './report/report.ts';
import { makeRunFolder } from './runFolder.ts';
import type { ExamTimes, Scenario } from './scenarios/scenario.ts';
import type { BenchServer } from './server/benchServer.ts';
import { startFloorServers } from './server/floorServers.ts';
import { startOwnServer } from './server/ownServer.ts';
import type { BenchPerson } from './server/people.ts';
import { benchPassword, prepare } from './server/prepare.ts';
import { openTarget, signInPeople } from './server/target.ts';
import { untilSealed } from './server/untilSealed.ts';
import { UsageMeter } from './server/usageMeter.ts';

export interface RunOptions {
  readonly lender: Lender;
  readonly scenario: Scenario;
  readonly plan: Plan;
  readonly progress: Pick<ProgressLine, 'say' | 'watch'>;
  /** Ends the run early, in order. */
  readonly signal: AbortSignal;
}

/** The candidates of a run and what they will answer. */
interface Cast {
  readonly exam: ExamTimes;
  readonly examId: string;
  /** By number in the run; none when others have made them. */
  readonly people: readonly BenchPerson[];
  readonly roster: readonly RosterLine[];
  readonly book: AnswerBook;
}

/** How long generators may take to start, ms. */
const generatorStartMs = 10_000;

/** How long it may take until all candidates are in, at worst: what an exam with one end for all leaves them, ms. */
const arrivalMs = ({ ramp, candidates }: Plan) =>
  generatorStartMs + candidates + (ramp ?? candidates / 500) * 1_000;

/**
 * Plays a scenario from an empty machine to a report, and leaves nothing behind: also when it fails, or is ended early.
 * @throws BenchError
 */
export async function run(options: RunOptions): Promise<Report> {
  const { scenario, plan, progress, signal } = options;
  const begin = (text: string) => {
    signal.throwIfAborted();
    progress.say(text);
  };
  await using begun = new AsyncDisposableStack();
  const folder = await explained(
    'There is no folder for the run; set TMPDIR to one that can be written to',
    makeRunFolder(),
  );
  begun.defer(() => rm(folder, { recursive: true, force: true }));
  const startedAt = now();

  begin('starting the server');
  const server = await explained('The server cannot be started', openServer(options, folder));
  begun.defer(() => server.stop());
  begin(`making ${plan.candidates} candidates`);
  const { exam, examId, people, roster, book } = await explained(
    'The candidates cannot be made',
    unlessAborted(signal, castFor(options, server, startedAt)),
  );
  const settings = await generatorSettings({
    folder,
    name: 'run',
    seed: plan.seed,
    endpoints: server.urls.map(endpointOf),
    examId,
    book,
    roster,
    password: benchPassword,
    origin: server.origin,
    slow: scenario.slow ?? null,
    manner: { ...usualManner, sealed: plan.sealed, ...scenario.manner },
    sample: plan.sample,
  });
  const generators = await GeneratorPool.start(settings, signal);
  begun.defer(async () => generators.kill());
  progress.watch(generators);
  const usage = new UsageMeter(server, plan.candidates);
  begun.defer(async () => usage.stop());
  const pause = (ms: number) => sleep(Math.max(0, ms), undefined, { signal });
  const stage = { plan, exam, examId, generators, server, now, say: begin, pause };
  const measured = await scenario.play({
    ...stage,
    untilSealed: (patienceMs) => untilSealed(server.database?.url ?? null, examId, { patienceMs, pause }),
  });
  usage.stop();
  await generators.finish();
  progress.watch(null);
  await server.stopNodes();

  const evidence = {
    examId,
    people,
    recordFiles: settings.map(({ recordsFile }) => recordsFile),
    book,
    graceMs: exam.graceSeconds * 1_000,
  };
  const verdict = await unlessAborted(signal, verdictOn(server, evidence, begin));
  await server.stop();
  const floor = await floorFor(options, folder, begin);
  return buildReport({
    plan,
    startedAt,
    measured,
    generators: settings.length,
    verdict,
    unverifiedBecause:
      scenario.onFloor === true ? 'a bare server keeps nothing' : 'there is no --database-url',
    server: usage.reading,
    floor,
  });
}

/** What a folder, PostgreSQL or Redis says is for whoever asked for the run. @throws BenchError */
async function explained<T>(problem: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof BenchError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BenchError(`${problem}: ${reason}`, { cause: error });
  });
}

async function verdictOn(
  { database }: BenchServer,
  evidence: Omit<VerifyOptions, 'databaseUrl'>,
  begin: (text: string) => void,
): Promise<Verdict | null> {
  if (database === null) return null;
  begin('checking every answer against the log');
  return explained('The answers cannot be checked', verify({ ...evidence, databaseUrl: database.url }));
}

async function floorFor(
  { scenario, plan, signal }: RunOptions,
  folder: string,
  begin: (text: string) => void,
): Promise<Floor | null> {
  const { floor: isWanted, candidates, nodes: processes, seed } = plan;
  if (!isWanted || scenario.onFloor === true) return null;
  begin('measuring the bare server');
  return measureFloor({ candidates, processes, seed, folder, now, signal });
}

function openServer({ scenario, plan, lender, signal }: RunOptions, folder: string): Promise<BenchServer> {
  if (scenario.onFloor === true) return startFloorServers(plan.nodes, folder, signal);
  if (plan.target !== null) return unlessAborted(signal, openTarget(plan.target));
  const { nodes, profileFolder } = plan;
  const linked = scenario.linked === true;
  return startOwnServer({ lender, nodes, folder, profileFolder, linked, signal });
}

async function castFor(
  { scenario, plan, lender }: RunOptions,
  server: BenchServer,
  startedAt: number,
): Promise<Cast> {
  const exam = () => scenario.exam(plan, now(), now() + arrivalMs(plan));
  if (scenario.onFloor === true) {
    return { exam: exam(), examId: '', people: [], roster: floorRoster(plan.candidates), book: floorBook };
  }
  const { target } = plan;
  if (target !== null && server.database === null) {
    const { examId, peopleFile } = target;
    if (examId === null || peopleFile === null) throw new Error('The command line was checked for both.');
    const roster = await signInPeople(target, plan, peopleFile, examId);
    const book = await bookFor(server, roster.at(-1)?.token ?? '', examId, plan);
    return { exam: exam(), examId, people: [], roster: roster.slice(0, -1), book };
  }
  const runId = new Date(startedAt).toISOString().replace(/[-:.]/g, '').toLowerCase();
  const { scout, ...made } = await prepare({ lender, server, plan, exam, runId });
  return { ...made, book: await bookFor(server, scout.token, made.examId, plan) };
}

function bookFor(server: BenchServer, token: string, examId: string, { seed }: Plan): Promise<AnswerBook> {
  const endpoint = endpointOf(server.urls[0] ?? '');
  return fetchBook({ endpoint, token, examId, random: seededRandom(seed) });
}
