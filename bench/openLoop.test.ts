import { describe, expect, it } from 'vitest';
import { seededRandom } from '../client/session/cli/random.ts';
import { startOpenLoop } from './openLoop.ts';
import { HandClock } from './test/handClock.ts';

function loop(
  clock: HandClock,
  more: { ratePerS?: number; until?: number; onLag?: (ms: number) => void } = {},
) {
  const intended: number[] = [];
  const running = startOpenLoop({
    ratePerS: 100,
    from: 1_000,
    until: 11_000,
    random: seededRandom(3),
    clock,
    act: (at) => intended.push(at),
    ...more,
  });
  return { intended, running };
}

describe('[BEN-1] an open loop', () => {
  it('means its actions for moments that nothing but chance decides', () => {
    const [steady, frozen] = [new HandClock(), new HandClock()];
    const [one, other] = [loop(steady), loop(frozen)];
    for (let at = 0; at <= 12_000; at += 1) steady.moveTo(at);
    frozen.moveTo(3_000);
    frozen.freezeUntil(9_000);
    frozen.moveTo(12_000);
    expect(other.intended).toEqual(one.intended);
  });

  it('has the rate that it was asked for, from its beginning to its end', () => {
    const clock = new HandClock();
    const { intended } = loop(clock);
    clock.moveTo(20_000);
    expect(intended.length).toBeGreaterThan(900);
    expect(intended.length).toBeLessThan(1_100);
    expect(Math.min(...intended)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...intended)).toBeLessThan(11_000);
  });

  it('says how late it was itself', () => {
    const clock = new HandClock();
    const lags: number[] = [];
    loop(clock, { onLag: (ms) => lags.push(ms) });
    clock.moveTo(2_000);
    clock.freezeUntil(4_000);
    expect(Math.max(...lags)).toBeGreaterThan(1_900);
  });

  it('ends by itself and when it is stopped, and leaves no timer', async () => {
    const clock = new HandClock();
    const first = loop(clock);
    clock.moveTo(20_000);
    await first.running.finished;
    const second = loop(new HandClock(), { until: Number.POSITIVE_INFINITY });
    second.running.stop();
    await second.running.finished;
    expect(clock.timers).toBe(0);
  });
});
