import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { verify } from './checker/verify.ts';
import { measureFloor } from './floor/measureFloor.ts';
import { fetchBook } from './generator/fetchBook.ts';
import { GeneratorPool } from './generator/pool.ts';
import { endpointOf, generatorSettings } from './generators.ts';
import type { Lender } from './lender.ts';
import type { Plan } from './plan.ts';
import type { ProgressLine } from './progressLine.ts';
import { seededRandom } from './random.ts';
import { buildReport } from './report/buildReport.ts';
import type { Report } from './report/report.ts';
import type { Scenario } from './scenarios/scenario.ts';
import type { BenchServer } from './server/benchServer.ts';
import { startOwnServer } from './server/ownServer.ts';
import { prepare } from './server/prepare.ts';
import { UsageMeter } from './server/usageMeter.ts';

export interface RunOptions {
  readonly lender: Lender;
  readonly scenario: Scenario;
  readonly plan: Plan;
  readonly progress: ProgressLine;
}

/** How long it may take until all candidates are in, at worst: what an exam with one end for all leaves them, ms. */
const arrivalMs = (plan: Plan) => 30_000 + (plan.ramp ?? plan.candidates / 500) * 1_000;

const now = () => performance.timeOrigin + performance.now();

/** Plays a scenario from an empty machine to a report, and leaves nothing behind. @throws BenchError */
export async function run({ lender, scenario, plan, progress }: RunOptions): Promise<Report> {
  await using begun = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), `pariksha-bench-${process.pid}-`));
  begun.defer(() => rm(folder, { recursive: true, force: true }));
  const startedAt = now();

  progress.say('starting the server');
  const server = await openServer(plan, lender, folder);
  begun.defer(() => server.stop());
  const exam = scenario.exam(plan, now(), now() + arrivalMs(plan));
  progress.say(`making ${plan.candidates} candidates`);
  const runId = new Date(startedAt).toISOString().replace(/[-:.]/g, '').toLowerCase();
  const { examId, people, roster, scout } = await prepare({ lender, server, plan, exam, runId });

  const endpoints = server.urls.map(endpointOf);
  const [endpoint] = endpoints;
  if (endpoint === undefined) throw new Error('A server has an address.');
  const random = seededRandom(plan.seed);
  const book = await fetchBook({ endpoint, token: scout.token, examId, random });
  const { seed } = plan;
  const settings = await generatorSettings({
    folder,
    name: 'run',
    seed,
    endpoints,
    examId,
    book,
    roster,
    slow: scenario.slow ?? null,
  });
  const generators = await GeneratorPool.start(settings);
  begun.defer(async () => generators.kill());
  progress.watch(generators);

  const usage = new UsageMeter(server, plan.candidates);
  begun.defer(async () => usage.stop());
  const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const say = (text: string) => progress.say(text);
  const measured = await scenario.play({ plan, exam, generators, server, now, say, pause });
  usage.stop();
  await generators.finish();
  await server.stopNodes();

  progress.say('checking every answer against the log');
  const verdict =
    server.database === null
      ? null
      : await verify({
          databaseUrl: server.database.url,
          examId,
          people,
          recordFiles: settings.map(({ recordsFile }) => recordsFile),
          book,
          graceMs: exam.graceSeconds * 1_000,
        });
  await server.stop();

  if (plan.floor) progress.say('measuring the bare server');
  const { candidates, nodes: processes } = plan;
  const floor = plan.floor ? await measureFloor({ candidates, processes, seed, book, folder, now }) : null;
  return buildReport({
    plan,
    startedAt,
    measured,
    generators: settings.length,
    verdict,
    server: usage.reading,
    floor,
  });
}

function openServer({ nodes }: Plan, lender: Lender, folder: string): Promise<BenchServer> {
  return startOwnServer({ lender, nodes, folder, env: {} });
}
