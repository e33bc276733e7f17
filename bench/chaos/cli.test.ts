import { describe, expect, it } from 'vitest';
import type { Lender } from '../lender.ts';
import { chaos } from './cli.ts';
import { faults } from './faults.ts';
import { fullExtent, roundOf, shortExtent } from './round.ts';

/** Nothing may be started. */
const noLender = {} as Lender;

describe('[BEN-12] the command line of the faults', () => {
  it.each([
    [['--fault', 'meteorite']],
    [['--seed', 'x']],
    [['--seed', '1.5']],
    [['--seed', '']],
    [['--seed', '-1']],
    [['--sort']],
    [['node-kill']],
    [['--json', '/none/out.json']],
  ])('answers %j with a sentence and exit code 2', async (argv) => {
    expect(await chaos(argv, noLender)).toBe(2);
  });

  it('says what there is', async () => {
    expect(await chaos(['--help'], noLender)).toBe(0);
  });
});

describe('[BEN-22] the rounds', () => {
  it('have names of their own, and a short form that is no longer than the other', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    for (const fault of faults) {
      const full = roundOf(fault, fullExtent).defaults;
      const short = roundOf(fault, shortExtent).defaults;
      expect(short.seconds).toBeLessThanOrEqual(full.seconds);
      expect(short.candidates).toBeLessThanOrEqual(full.candidates);
      expect(short.nodes).toBeGreaterThan(1);
    }
  });
});
