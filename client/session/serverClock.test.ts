import { describe, expect, it } from 'vitest';
import { ServerClock } from './serverClock.ts';
import { FakeEnvironment } from './test/fakeEnvironment.ts';

const serverNow = 1_800_000_000_000;

describe('the server clock', () => {
  it('[CLI-15] is the device clock until the server has told its own', async () => {
    const environment = new FakeEnvironment();
    const clock = new ServerClock(environment);
    expect(clock.now()).toBe(environment.wallClock());
    expect(clock.uncertaintyMs()).toBeNull();
  });

  it('[CLI-15] keeps the reading with the shortest round trip', async () => {
    const environment = new FakeEnvironment();
    const clock = new ServerClock(environment);
    await environment.advance(1_000);
    clock.sample({ serverNow, sentAt: 900, receivedAt: 1_000 });
    expect(clock.now()).toBe(serverNow + 50);
    expect(clock.uncertaintyMs()).toBe(50);
    await environment.advance(1_000);
    clock.sample({ serverNow: serverNow + 1_000, sentAt: 1_500, receivedAt: 2_000 });
    expect(clock.now()).toBe(serverNow + 1_050);
    clock.sample({ serverNow: serverNow + 1_048, sentAt: 1_998, receivedAt: 2_000 });
    expect(clock.now()).toBe(serverNow + 1_049);
    expect(clock.uncertaintyMs()).toBe(1);
  });

  it('[CLI-15] gives up a reading that a later one contradicts, however short its round trip was', async () => {
    const environment = new FakeEnvironment();
    const clock = new ServerClock(environment);
    clock.sample({ serverNow, sentAt: 0, receivedAt: 0 });
    await environment.advance(1_000);
    clock.sample({ serverNow: serverNow + 300_000, sentAt: 600, receivedAt: 1_000 });
    expect(clock.now()).toBe(serverNow + 300_200);
  });

  it('[CLI-15] lets an old reading age, so that a fresh one of the same quality replaces it', async () => {
    const environment = new FakeEnvironment();
    const clock = new ServerClock(environment);
    clock.sample({ serverNow, sentAt: 0, receivedAt: 0, precisionMs: 10 });
    await environment.advance(3_600_000);
    expect(clock.uncertaintyMs()).toBe(370);
    clock.sample({ serverNow: serverNow + 3_600_005, sentAt: 3_599_960, receivedAt: 3_600_000 });
    expect(clock.uncertaintyMs()).toBe(20);
  });
});
