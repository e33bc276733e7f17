import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnswerBook } from '../answerBook.ts';
import { GeneratorPool } from '../generator/pool.ts';
import { endpointOf, generatorSettings } from '../generators.ts';
import { type NodeProcess, startNodeProcess } from '../server/nodeProcess.ts';

export interface FloorOptions {
  readonly candidates: number;
  readonly processes: number;
  readonly seed: number;
  readonly book: AnswerBook;
  readonly folder: string;
  readonly now: () => number;
}

export interface Floor {
  readonly ackedPerS: number;
}

const program = fileURLToPath(new URL('./floorServer.ts', import.meta.url));
const mostCandidates = 8_000;
const arrivalsPerS = 1_000;
const warmUpSeconds = 2;
const seconds = 5;
/** Candidates of one generator that send at a time: enough that no process ever waits for work. */
const active = 400;
const leadMs = 300;

/** How many saves a second the bare server can acknowledge on this machine, beside the same generators. */
export async function measureFloor(options: FloorOptions): Promise<Floor> {
  const { processes, seed, book, folder, now } = options;
  const candidates = Math.min(options.candidates, mostCandidates);
  await using begun = new AsyncDisposableStack();
  const servers: NodeProcess[] = [];
  for (let index = 0; index < processes; index += 1) {
    const server = await startNodeProcess({ program, env: {}, logFile: join(folder, `floor-${index}.log`) });
    begun.defer(() => server.kill());
    servers.push(server);
  }
  const roster = Array.from({ length: candidates }, (_, number) => ({
    number,
    token: 'nobody looks at it',
    expiresAt: now() + 86_400_000,
  }));
  const endpoints = servers.map(({ url }) => endpointOf(url));
  const settings = await generatorSettings({
    folder,
    name: 'floor',
    seed,
    endpoints,
    examId: '',
    book,
    roster,
    slow: null,
  });
  const generators = await GeneratorPool.start(settings);
  begun.defer(async () => generators.kill());
  const ratePerS = arrivalsPerS / generators.size;
  await generators.run({ kind: 'arrive', from: now() + leadMs, ratePerS, questions: false });
  await generators.run({ kind: 'flood', from: now() + leadMs, seconds: warmUpSeconds, active });
  const readings = await generators.run({ kind: 'flood', from: now() + leadMs, seconds, active });
  return { ackedPerS: readings.count('ackedInTime') / seconds };
}
