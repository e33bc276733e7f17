import { describe, expect, it } from 'vitest';
import { DatabaseClock } from './databaseClock.ts';

const noon = 1_800_000_000_000;

/** A process whose monotonic time and a database whose clock both move as told. */
function world() {
  const at = { elapsed: 1_000, database: noon, roundTrip: 0 };
  const read = async () => {
    at.elapsed += at.roundTrip / 2;
    at.database += at.roundTrip / 2;
    const seen = at.database;
    at.elapsed += at.roundTrip / 2;
    at.database += at.roundTrip / 2;
    return seen;
  };
  const pass = (ms: number, drift = 0) => {
    at.elapsed += ms;
    at.database += ms + drift;
  };
  return { at, read, pass, start: () => DatabaseClock.start(read, () => at.elapsed) };
}

describe('[TIM-15] the server’s clock', () => {
  it('is the database’s, and runs on between two readings', async () => {
    const { start, pass } = world();
    const clock = await start();
    expect(clock.now()).toBe(noon);
    pass(1_234);
    expect(clock.now()).toBe(noon + 1_234);
  });

  it('takes a reading for the middle of its round trip', async () => {
    const { at, start } = world();
    at.roundTrip = 80;
    const clock = await start();
    expect(clock.now()).toBe(at.database);
  });

  it('asks a busy database again at the start, until an answer comes soon', async () => {
    const { at, read } = world();
    const roundTrips = [3_000, 1_200, 900, 1_500, 60];
    // Of the first ones, nearly all of the time passes before the database looks at its clock.
    const readLate = async () => {
      const wait = roundTrips.shift()!;
      at.elapsed += wait - 20;
      at.database += wait - 20;
      at.roundTrip = 20;
      return read();
    };
    const clock = await DatabaseClock.start(readLate, () => at.elapsed);
    expect(roundTrips).toEqual([]);
    expect(Math.abs(clock.now() - at.database)).toBeLessThanOrEqual(30);
  });

  it('starts with the best of ten answers when none comes soon', async () => {
    const { at, read } = world();
    let readings = 0;
    const readSlowly = () => {
      readings += 1;
      at.roundTrip = readings === 4 ? 500 : 2_000;
      at.database += readings === 4 ? 0 : 40;
      return read();
    };
    const clock = await DatabaseClock.start(readSlowly, () => at.elapsed);
    expect(readings).toBe(11);
    expect(clock.now()).toBe(at.database - 7 * 40);
  });

  it('follows the database when it is ahead', async () => {
    const { at, start, pass } = world();
    const clock = await start();
    pass(10_000, 300);
    expect(clock.now()).toBe(noon + 10_000);
    await clock.adjust();
    expect(clock.now()).toBe(at.database);
  });

  it('waits instead of running backwards when the database is behind', async () => {
    const { at, start, pass } = world();
    const clock = await start();
    pass(10_000, -300);
    const before = clock.now();
    await clock.adjust();
    expect(clock.now()).toBe(before);
    pass(299);
    expect(clock.now()).toBe(before);
    pass(2);
    expect(clock.now()).toBe(at.database);
  });

  it('keeps its course when the answer took so long that it says little', async () => {
    const { at, start, pass } = world();
    const clock = await start();
    pass(10_000);
    at.roundTrip = 2_000;
    at.database += 700;
    await clock.adjust();
    expect(clock.now()).toBe(noon + 12_000);
    at.roundTrip = 20;
    await clock.adjust();
    expect(clock.now()).toBe(at.database);
  });

  it('keeps its course when the database cannot be asked', async () => {
    const at = { elapsed: 0, fails: false };
    const read = () => (at.fails ? Promise.reject(new Error('gone')) : Promise.resolve(noon));
    const clock = await DatabaseClock.start(read, () => at.elapsed);
    at.fails = true;
    at.elapsed += 5_000;
    await expect(clock.adjust()).rejects.toThrow('gone');
    expect(clock.now()).toBe(noon + 5_000);
  });
});
