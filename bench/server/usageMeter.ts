import type { Report } from '../report/report.ts';
import type { BenchServer } from './benchServer.ts';

const lookEveryMs = 1_000;
const bytesPerMb = 1024 * 1024;

/** What the server's processes use while a scenario is played. */
export class UsageMeter {
  readonly #server: BenchServer;
  readonly #candidates: number;
  readonly #before: ReturnType<BenchServer['usage']>;
  readonly #timer: NodeJS.Timeout;
  #mostMb = 0;
  #after: ReturnType<BenchServer['usage']> = null;

  /** Begins now, before any candidate is there. */
  constructor(server: BenchServer, candidates: number) {
    this.#server = server;
    this.#candidates = candidates;
    this.#before = server.usage();
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#after === null) this.#look();
    this.#after ??= this.#server.usage();
  }

  get reading(): Report['server'] {
    const before = this.#before;
    const after = this.#after;
    if (before === null || after === null) return null;
    return {
      rssMb: Math.round(this.#mostMb),
      cpuS: rounded(after.nodes.cpuS - before.nodes.cpuS),
      bytesPerCandidate: Math.round(
        (Math.max(0, this.#mostMb - before.nodes.rssMb) * bytesPerMb) / this.#candidates,
      ),
      databaseCpuS: rounded(after.database.cpuS - before.database.cpuS),
    };
  }

  #look(): void {
    this.#mostMb = Math.max(this.#mostMb, this.#server.usage()?.nodes.rssMb ?? 0);
  }
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
