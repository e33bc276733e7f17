import { describe, expect, it } from 'vitest';
import { Chaos } from './test/chaos.ts';

const seeds = 250;
const steps = 200;

/** Says with which seed and on what way it failed, so that it can be walked again. */
async function survive(seed: number): Promise<Chaos> {
  const chaos = new Chaos(seed);
  try {
    await chaos.run(steps);
  } catch (error) {
    throw new Error(`seed ${seed}, after: ${chaos.steps.slice(-20).join(' | ')}`, { cause: error });
  }
  return chaos;
}

describe('[CLI-28, CLI-4] whatever happens to network, server and pages', () => {
  it(`[CLI-28] every answer taken is committed, counts at most once and in order (seeds 1…${seeds})`, async () => {
    const fates = { applied: 0, refused: 0, late: 0 };
    for (let seed = 1; seed <= seeds; seed += 1) {
      const { world } = await survive(seed);
      for (const { fate } of world.server.log) fates[fate] += 1;
    }
    // The stories are worth something only if all of this happens in them.
    expect(fates.applied).toBeGreaterThan(seeds * 10);
    expect(fates.refused).toBeGreaterThan(seeds);
    expect(fates.late).toBeGreaterThan(seeds);
  }, 60_000);
});
