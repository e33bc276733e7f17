import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Job, JobQueue } from '../app/ports.ts';
import { JobRunner, type JobRunnerOptions } from './jobRunner.ts';

const job = (id: string, tries = 1): Job => ({ id, kind: 'score', key: id, payload: {}, tries });

/** Gives what is put into `ready` and notes what becomes of it. */
class ListQueue implements JobQueue {
  readonly ready: Job[] = [];
  readonly outcomes: string[] = [];
  claims = 0;

  async claim(kinds: readonly string[], limit: number): Promise<readonly Job[]> {
    this.claims += 1;
    expect(kinds).toEqual(['score']);
    return this.ready.splice(0, limit);
  }

  async done(id: string): Promise<void> {
    this.outcomes.push(`done ${id}`);
  }

  async failed(id: string, error: string, retryInMs: number | null): Promise<void> {
    this.outcomes.push(`failed ${id}: ${error}, again in ${retryInMs}`);
  }
}

describe('the job runner', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function start(
    queue: JobQueue,
    handler: (job: Job) => Promise<void>,
    more: Partial<JobRunnerOptions> = {},
  ) {
    const errors: unknown[] = [];
    const runner = new JobRunner({
      queue,
      handlers: { score: handler },
      concurrency: 2,
      pollMs: 1_000,
      leaseMs: 60_000,
      onError: (error) => errors.push(error),
      ...more,
    });
    return { runner, errors };
  }

  it('[SCO-43] does what is ready, at most so many at once, and looks again after a while', async () => {
    const queue = new ListQueue();
    queue.ready.push(job('1'), job('2'), job('3'));
    let running = 0;
    let most = 0;
    const { runner } = start(queue, async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(queue.outcomes).toEqual(['done 1', 'done 2', 'done 3']);
    expect(most).toBe(2);
    queue.ready.push(job('4'));
    await vi.advanceTimersByTimeAsync(999);
    expect(queue.outcomes).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(1);
    expect(queue.outcomes).toHaveLength(4);
    await runner.stop();
  });

  it('[SCO-43] looks at once when it is given a hint', async () => {
    const queue = new ListQueue();
    const { runner } = start(queue, async () => undefined);
    await vi.advanceTimersByTimeAsync(0);
    queue.ready.push(job('1'));
    runner.hint();
    await vi.advanceTimersByTimeAsync(0);
    expect(queue.outcomes).toEqual(['done 1']);
    await runner.stop();
  });

  it('[SCO-44] has failed jobs tried again after growing pauses, eight times', async () => {
    const queue = new ListQueue();
    for (const tries of [1, 2, 3, 7, 8, 9]) queue.ready.push(job(`${tries}`, tries));
    const done: string[] = [];
    const fail = async ({ id }: Job) => {
      done.push(id);
      throw new Error('No.');
    };
    const { runner, errors } = start(queue, fail, { concurrency: 1 });
    await vi.advanceTimersByTimeAsync(0);
    expect(queue.outcomes).toEqual([
      'failed 1: No., again in 2000',
      'failed 2: No., again in 4000',
      'failed 3: No., again in 8000',
      'failed 7: No., again in 128000',
      'failed 8: No., again in null',
      'failed 9: Given up after 8 tries., again in null',
    ]);
    expect(done).not.toContain('9');
    expect(errors).toHaveLength(6);
    await runner.stop();
  });

  it('[SCO-44] outlives a queue that does not answer', async () => {
    const queue = new ListQueue();
    const claim = vi.spyOn(queue, 'claim').mockRejectedValueOnce(new Error('Gone.'));
    const { runner, errors } = start(queue, async () => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(errors).toHaveLength(1);
    queue.ready.push(job('1'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(queue.outcomes).toEqual(['done 1']);
    expect(claim).toHaveBeenCalled();
    await runner.stop();
  });

  it('[SCO-45] finishes what it has in hand, takes nothing new and leaves no timer', async () => {
    const queue = new ListQueue();
    queue.ready.push(job('1'));
    const { promise, resolve } = Promise.withResolvers<void>();
    const { runner } = start(queue, () => promise);
    await vi.advanceTimersByTimeAsync(0);
    queue.ready.push(job('2'));
    const stopped = runner.stop();
    resolve();
    await stopped;
    expect(queue.outcomes).toEqual(['done 1']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('[SCO-45] stops at once while it waits', async () => {
    const queue = new ListQueue();
    const { runner } = start(queue, async () => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(1);
    await runner.stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(queue.claims).toBe(1);
  });
});
