import { brokenPromises, type Report } from './report/report.ts';
import type { Scenario } from './scenarios/scenario.ts';

/** What the bench's exit code says. */
export const exit = {
  good: 0,
  violated: 1,
  refused: 2,
  unverified: 3,
  saturated: 4,
  interrupted: 130,
} as const;

/** A lost answer is lost however busy the generator was; all else that it measured is worth nothing then. */
export function exitCodeOf(report: Report, { onFloor = false }: Pick<Scenario, 'onFloor'>): number {
  if (brokenPromises(report) > 0) return exit.violated;
  if (report.generator.saturated) return exit.saturated;
  if (report.requirements.some(({ isMet }) => !isMet)) return exit.violated;
  return report.verified || onFloor ? exit.good : exit.unverified;
}
