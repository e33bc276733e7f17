/** A rate that was tried. */
export interface Tried {
  readonly rate: number;
  readonly isGood: boolean;
}

/** The highest rate that was good, or the lowest that was tried; and the lowest that was not good. */
export interface Ceiling<Step extends Tried> {
  readonly best: Step;
  readonly failed: Step;
}

const growth = 1.5;
const refinements = 3;
/** Where not even this share of the first rate is good, there is no ceiling worth looking for. */
const leastShare = 0.1;

/** Down until a rate is good, up in large steps until one is not, then between the two. */
export async function findCeiling<Step extends Tried>(
  first: number,
  tryRate: (rate: number) => Promise<Step>,
): Promise<Ceiling<Step>> {
  let best = await tryRate(first);
  let failed: Step | null = null;
  while (!best.isGood) {
    failed = best;
    if (best.rate <= Math.max(1, first * leastShare)) return { best, failed };
    best = await tryRate(best.rate / growth);
  }
  while (failed === null) {
    const step = await tryRate(best.rate * growth);
    if (step.isGood) best = step;
    else failed = step;
  }
  for (let refinement = 0; refinement < refinements; refinement += 1) {
    const step = await tryRate(Math.sqrt(best.rate * failed.rate));
    if (step.isGood) best = step;
    else failed = step;
  }
  return { best, failed };
}
