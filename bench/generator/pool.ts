import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../benchError.ts';
import type { GeneratorSettings, Order, Phase, PhaseResult, Progress, Report } from './messages.ts';
import { Readings } from './readings.ts';

const program = fileURLToPath(new URL('./worker.ts', import.meta.url));

interface Generator {
  readonly child: ChildProcess;
  progress: Progress;
  onArrived: () => void;
  resolve: (report: Report) => void;
  reject: (error: Error) => void;
}

const idle = () => undefined;
const noProgress: Progress = { connected: 0, offered: 0, acked: 0, refused: 0 };

/** The generator processes of a run, working as one. */
export class GeneratorPool {
  readonly #generators: readonly Generator[];

  private constructor(generators: readonly Generator[]) {
    this.#generators = generators;
  }

  /** Starts a process for each of the settings. `signal` ends them all. @throws BenchError */
  static async start(settings: readonly GeneratorSettings[], signal: AbortSignal): Promise<GeneratorPool> {
    signal.throwIfAborted();
    const pool = new GeneratorPool(settings.map(startOne));
    signal.addEventListener('abort', () => pool.kill(), { once: true });
    try {
      await Promise.all(
        pool.#generators.map((generator, index) => {
          const own = settings[index];
          if (own === undefined) throw new Error('Every generator has settings.');
          return order(generator, { kind: 'prepare', settings: own });
        }),
      );
      return pool;
    } catch (error) {
      pool.kill();
      throw error;
    }
  }

  get size(): number {
    return this.#generators.length;
  }

  get progress(): Progress {
    const all = this.#generators.map(({ progress }) => progress);
    const sum = (name: keyof Progress) => all.reduce((total, each) => total + each[name], 0);
    return {
      connected: sum('connected'),
      offered: sum('offered'),
      acked: sum('acked'),
      refused: sum('refused'),
    };
  }

  /**
   * All generators carry out the phase; it says what each of them has to do. `onArrived` is told when an arrival in it is over
   * in all of them. @throws BenchError
   */
  async run(phase: Phase, onArrived: () => void = idle): Promise<Readings> {
    let arriving = this.size;
    const results = await Promise.all(
      this.#generators.map(async (generator): Promise<PhaseResult> => {
        generator.onArrived = () => {
          arriving -= 1;
          if (arriving === 0) onArrived();
        };
        generator.progress = { ...noProgress, connected: generator.progress.connected };
        const report = await order(generator, { kind: 'phase', phase });
        if (report.kind !== 'done') throw new Error(`A generator answered a phase with ${report.kind}.`);
        return report.result;
      }),
    );
    return new Readings(results);
  }

  /** Work that has no end of its own ends then, epoch ms. */
  endWork(at: number): void {
    // One that has ended too early is told by the phase it was in.
    for (const { child } of this.#generators) child.send({ kind: 'end-work', at } satisfies Order, idle);
  }

  /** Everybody leaves, the records are complete, the processes end. */
  async finish(): Promise<void> {
    await Promise.all(this.#generators.map((generator) => order(generator, { kind: 'finish' })));
    this.kill();
  }

  /** Ends the processes at once. */
  kill(): void {
    for (const { child } of this.#generators) child.kill('SIGKILL');
  }
}

function startOne(): Generator {
  const child = fork(program, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const generator: Generator = { child, progress: noProgress, onArrived: idle, resolve: idle, reject: idle };
  child.on('message', (report: Report) => {
    if (report.kind === 'progress') generator.progress = report.progress;
    else if (report.kind === 'arrived') generator.onArrived();
    else if (report.kind === 'failed') generator.reject(new BenchError(report.message));
    else generator.resolve(report);
  });
  child.on('exit', (code, signal) => {
    generator.reject(
      new BenchError(`A generator process has ended too early (${signal ?? `code ${code}`}).`),
    );
  });
  return generator;
}

function order(generator: Generator, what: Order): Promise<Report> {
  return new Promise((resolve, reject) => {
    generator.resolve = resolve;
    generator.reject = reject;
    generator.child.send(what, (error) => {
      if (error !== null) reject(new BenchError('A generator process has ended too early.'));
    });
  });
}
