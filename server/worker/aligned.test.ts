import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Aligned } from './aligned.ts';

const errors: unknown[] = [];
let rounds: number[];
let aligned: Aligned;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_450 });
  rounds = [];
});
afterEach(async () => {
  await aligned.stop();
  vi.useRealTimers();
});

const start = (offsetMs: number, work: () => unknown = () => undefined) => {
  aligned = new Aligned({
    ...{ everyMs: 1_000, offsetMs, now: () => Date.now(), onError: (error) => errors.push(error) },
    work: () => {
      rounds.push(Date.now());
      return work();
    },
  });
};

describe('aligned work', () => {
  it('[ROS-25] is done on the second, or so much later, whenever it was begun', async () => {
    start(150);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(rounds).toEqual([1_001_150, 1_002_150, 1_003_150]);
  });

  it('[ROS-25] leaves out what it has missed, and goes on after a failure', async () => {
    let round = 0;
    start(0, async () => {
      round += 1;
      if (round === 1) await new Promise((resolve) => setTimeout(resolve, 1_700));
      if (round === 2) throw new Error('once');
    });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(rounds).toEqual([1_001_000, 1_003_000, 1_004_000, 1_005_000]);
    expect(errors).toHaveLength(1);
  });

  it('[ROS-25] is done once a second, also when a timer goes off a little early', async () => {
    let shiftMs = 0;
    aligned = new Aligned({
      ...{
        everyMs: 1_000,
        offsetMs: 0,
        now: () => Date.now() - shiftMs,
        onError: (error) => errors.push(error),
      },
      work: () => rounds.push(Date.now()),
    });
    shiftMs = 3;
    await vi.advanceTimersByTimeAsync(2_600);
    expect(rounds).toEqual([1_001_000, 1_002_003, 1_003_003]);
  });

  it('[ROS-25] leaves no timer', async () => {
    start(0);
    await aligned.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
