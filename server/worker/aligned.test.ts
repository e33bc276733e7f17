import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AlignedOptions, aligned } from './aligned.ts';
import { Periodic } from './periodic.ts';

const errors: unknown[] = [];
let rounds: number[];
let periodic: Periodic;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_450 });
  rounds = [];
});
afterEach(async () => {
  await periodic.stop();
  vi.useRealTimers();
});

const start = (options: Partial<AlignedOptions>, work: () => unknown = () => undefined) => {
  periodic = new Periodic({
    waitMs: aligned({ everyMs: 1_000, offsetMs: 0, now: () => Date.now(), ...options }),
    work: () => {
      rounds.push(Date.now());
      return work();
    },
    onError: (error) => errors.push(error),
  });
};

describe('aligned work', () => {
  it('[ROS-25] is done on the second, or so much later, whenever it was begun', async () => {
    start({ offsetMs: 150 });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(rounds).toEqual([1_001_150, 1_002_150, 1_003_150]);
  });

  it('[ROS-25] leaves out what it has missed, and goes on after a failure', async () => {
    let round = 0;
    start({}, async () => {
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
    start({ now: () => Date.now() - shiftMs });
    shiftMs = 3;
    await vi.advanceTimersByTimeAsync(2_600);
    expect(rounds).toEqual([1_001_000, 1_002_003, 1_003_003]);
  });

  it('[ROS-25] leaves no timer', async () => {
    start({});
    await periodic.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
