import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../benchError.ts';
import type { Seen, ViewerOrder, ViewerReport, ViewerSettings } from './messages.ts';

const program = fileURLToPath(new URL('./viewerWorker.ts', import.meta.url));

/** The viewers of a run, in a process of their own. */
export class ViewerPool {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(program, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  /** Everybody opens a room, all at once. @throws BenchError */
  async open(
    examId: string,
    viewers: readonly ViewerSettings[],
  ): Promise<Extract<ViewerReport, { kind: 'opened' }>> {
    const report = await this.#order({ kind: 'open', examId, viewers });
    if (report.kind !== 'opened') throw unexpected(report);
    return report;
  }

  async measure(): Promise<void> {
    const report = await this.#order({ kind: 'measure' });
    if (report.kind !== 'measuring') throw unexpected(report);
  }

  async finish(): Promise<Seen> {
    const report = await this.#order({ kind: 'finish' });
    if (report.kind !== 'finished') throw unexpected(report);
    return report.seen;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async #order(order: ViewerOrder): Promise<ViewerReport> {
    const gone = new AbortController();
    const lost = once(this.#child, 'exit', gone).then(() => {
      throw new BenchError('The viewers’ process has ended too early.');
    });
    // What is not awaited any more is no error.
    lost.catch(() => undefined);
    this.#child.send(order);
    const [report]: [ViewerReport] = await Promise.race([
      once(this.#child, 'message', gone).then(([message]): [ViewerReport] => [message]),
      lost,
    ]);
    gone.abort();
    if (report.kind === 'failed') throw new BenchError(report.message);
    return report;
  }
}

function unexpected({ kind }: ViewerReport): Error {
  return new Error(`The viewers' process answered with ${kind}.`);
}
