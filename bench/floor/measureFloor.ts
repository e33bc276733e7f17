import { usualManner } from '../generator/messages.ts';
import { GeneratorPool } from '../generator/pool.ts';
import { endpointOf, generatorSettings } from '../generators.ts';
import { arrivalPhase, leadMs } from '../scenarios/common.ts';
import { startFloorServers } from '../server/floorServers.ts';
import { floorBook, floorRoster } from './floorRoster.ts';

export interface FloorOptions {
  readonly candidates: number;
  readonly processes: number;
  readonly seed: number;
  /** Where files go. */
  readonly folder: string;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

export interface Floor {
  readonly ackedPerS: number;
}

const mostCandidates = 8_000;
const arrivalsPerS = 1_000;
const warmUpSeconds = 2;
const seconds = 5;
/** Candidates of one generator that send at a time: enough that no process ever waits for work. */
const active = 400;

/** How many saves a second the bare server can acknowledge on this machine, beside the same generators. */
export async function measureFloor({
  processes,
  seed,
  folder,
  now,
  signal,
  ...options
}: FloorOptions): Promise<Floor> {
  await using begun = new AsyncDisposableStack();
  const server = await startFloorServers(processes, folder, signal);
  begun.defer(() => server.stop());
  const candidates = Math.min(options.candidates, mostCandidates);
  const settings = await generatorSettings({
    folder,
    name: 'floor',
    seed,
    endpoints: server.urls.map(endpointOf),
    examId: '',
    book: floorBook,
    roster: floorRoster(candidates),
    password: '',
    origin: '',
    slow: null,
    manner: usualManner,
    sample: 0,
  });
  const generators = await GeneratorPool.start(settings, signal);
  begun.defer(async () => generators.kill());
  const arrival = { candidates, ratePerS: arrivalsPerS, questions: false };
  await generators.run(arrivalPhase(now() + leadMs, arrival, generators.size));
  await generators.run({ kind: 'flood', from: now() + leadMs, seconds: warmUpSeconds, active });
  const readings = await generators.run({ kind: 'flood', from: now() + leadMs, seconds, active });
  return { ackedPerS: readings.count('ackedInTime') / seconds };
}
