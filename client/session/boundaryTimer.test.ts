import { describe, expect, it } from 'vitest';
import { BoundaryTimer } from './boundaryTimer.ts';
import { ServerClock } from './serverClock.ts';
import { FakeEnvironment } from './test/fakeEnvironment.ts';

function make() {
  const environment = new FakeEnvironment();
  const clock = new ServerClock(environment);
  clock.sample({ serverNow: 0, sentAt: 0, receivedAt: 0 });
  const told: number[] = [];
  const timer = new BoundaryTimer(environment, clock, () => told.push(Math.round(environment.monotonic())));
  return { environment, timer, told };
}

const sections = [
  { id: 's1', opensAt: 0, endsAt: 60_000 },
  { id: 's2', opensAt: 60_000, endsAt: 120_000 },
];

describe('moments at which the exam changes by the clock alone', () => {
  it('[CLI-23] the end of a section is reported right after it', async () => {
    const { environment, timer, told } = make();
    timer.watch({ at: 120_000, version: 1, sections });
    await environment.advance(60_000);
    expect(told).toEqual([]);
    await environment.advance(2_000);
    expect(told).toHaveLength(1);
    await environment.advance(600_000);
    expect(told).toHaveLength(1);
  });

  it('[CLI-14] the deadline is reported when the server has had time to seal, and again until it has', async () => {
    const { environment, timer, told } = make();
    timer.watch({ at: 120_000, version: 1 });
    await environment.advance(129_000);
    expect(told).toEqual([]);
    await environment.advance(12_000);
    expect(told).toHaveLength(1);
    timer.watch({ at: 120_000, version: 1 });
    expect(told).toHaveLength(1);
    await environment.advance(21_000);
    expect(told).toHaveLength(2);
  });

  it('[CLI-20] nothing is reported after it was stopped', async () => {
    const { environment, timer, told } = make();
    timer.watch({ at: 90 * 86_400_000, version: 1 });
    await environment.advance(700_000);
    timer.stop();
    expect(environment.timers).toBe(0);
    expect(told).toEqual([]);
  });
});
