import type { Job, JobQueue } from '../app/ports.ts';

/** Does the work of one job. Whatever it throws is kept with the job, which is then tried again. */
export type JobHandler = (job: Job) => Promise<void>;

export interface JobRunnerOptions {
  readonly queue: JobQueue;
  /** Handlers by kind; jobs of other kinds are left to others. */
  readonly handlers: Readonly<Record<string, JobHandler>>;
  /** Jobs at the same time. */
  readonly concurrency: number;
  /** How long the queue is left alone when it is empty and nobody gives a hint, ms. */
  readonly pollMs: number;
  /** Longer than any job takes, ms: then the job counts as abandoned and is given to somebody else. */
  readonly leaseMs: number;
  /** Told of every failure, of a job or of the queue itself. */
  readonly onError: (error: unknown, job: Job | null) => void;
}

/** After this many tries a job is kept as failed, for a person to look at. */
const maxTries = 8;

const longestRetryMs = 10 * 60_000;

/** Claims jobs and does them, in this process, until it is stopped. Doing a job twice must be harmless. */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #kinds: readonly string[];
  readonly #running: Promise<void>;
  #stopped = false;
  #hinted = false;
  #wake: () => void = () => undefined;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
    this.#kinds = Object.keys(options.handlers);
    this.#running = this.#run();
  }

  /** There may be a new job: look at once. */
  hint(): void {
    this.#hinted = true;
    this.#wake();
  }

  /** Resolves when the jobs in hand are done; no timer is left. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#hinted = false;
      const found = await this.#round();
      if (found === 0) await this.#rest();
    }
  }

  async #round(): Promise<number> {
    const { queue, concurrency, leaseMs, onError } = this.#options;
    try {
      const jobs = await queue.claim(this.#kinds, concurrency, leaseMs);
      await Promise.all(jobs.map((job) => this.#do(job)));
      return jobs.length;
    } catch (error) {
      onError(error, null);
      return 0;
    }
  }

  async #do(job: Job): Promise<void> {
    const { queue, handlers, onError } = this.#options;
    try {
      // A job that ends the process each time it is tried never reports a failure.
      if (job.tries > maxTries) throw new Error(`Given up after ${maxTries} tries.`);
      await handlers[job.kind]?.(job);
    } catch (error) {
      onError(error, job);
      await this.#note(job, () => queue.failed(job.id, messageOf(error), retryIn(job.tries)));
      return;
    }
    await this.#note(job, () => queue.done(job.id));
  }

  /** What cannot be noted is done again when the job's lease has run out. */
  async #note(job: Job, write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.#options.onError(error, job);
    }
  }

  #rest(): Promise<void> {
    if (this.#stopped || this.#hinted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#options.pollMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** 2 s, 4 s, 8 s… at most ten minutes; `null` when there were tries enough. */
function retryIn(tries: number): number | null {
  return tries >= maxTries ? null : Math.min(1_000 * 2 ** tries, longestRetryMs);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
