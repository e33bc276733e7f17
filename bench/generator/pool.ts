import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../benchError.ts';
import type { GeneratorSettings, Order, Phase, PhaseResult, Progress, Report } from './messages.ts';
import { Readings } from './readings.ts';

const program = fileURLToPath(new URL('./worker.ts', import.meta.url));

interface Generator {
  readonly child: ChildProcess;
  progress: Progress;
  resolve: (report: Report) => void;
  reject: (error: Error) => void;
}

const noProgress: Progress = { connected: 0, offered: 0, acked: 0, refused: 0 };

/** The generator processes of a run, working as one. */
export class GeneratorPool {
  readonly #generators: readonly Generator[];

  private constructor(generators: readonly Generator[]) {
    this.#generators = generators;
  }

  /** Starts a process for each of the settings. `signal` ends them all. @throws BenchError */
  static async start(settings: readonly GeneratorSettings[], signal: AbortSignal): Promise<GeneratorPool> {
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

  /** All generators carry out the phase; it says what each of them has to do. @throws BenchError */
  async run(phase: Phase): Promise<Readings> {
    const results = await Promise.all(
      this.#generators.map(async (generator): Promise<PhaseResult> => {
        generator.progress = { ...noProgress, connected: generator.progress.connected };
        const report = await order(generator, { kind: 'phase', phase });
        if (report.kind !== 'done') throw new Error(`A generator answered a phase with ${report.kind}.`);
        return report.result;
      }),
    );
    return new Readings(results);
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
  const idle = () => undefined;
  const generator: Generator = { child, progress: noProgress, resolve: idle, reject: idle };
  child.on('message', (report: Report) => {
    if (report.kind === 'progress') generator.progress = report.progress;
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
