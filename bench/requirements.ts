import { BenchError } from './benchError.ts';
import type { Requirement } from './plan.ts';
import { isAmong, numberNamed, shortName } from './report/numbers.ts';

const form = /^([a-zA-Z0-9.-]+)\s*(<=|>=|=)\s*(\d+(?:\.\d+)?)$/;

/** @throws BenchError with a sentence for whoever wrote it. */
export function requirementOf(text: string): Requirement {
  const [, field, comparison, value] = form.exec(text) ?? [];
  if (field === undefined || (comparison !== '<=' && comparison !== '>=' && comparison !== '=')) {
    throw new BenchError(
      `--require takes a number of the report and its bound, such as 'p99<=50', and not "${text}".`,
    );
  }
  return { text, field, comparison, value: Number(value) };
}

/**
 * A number that is not there is told before a long run, and not after it.
 * @throws BenchError with the numbers that this run's report will have
 */
export function checkRequirements(requirements: readonly Requirement[], numbers: readonly string[]): void {
  const unknown = requirements.find(({ field }) => !isAmong(numbers, field));
  if (unknown === undefined) return;
  throw new BenchError(
    `--require '${unknown.text}': this run will have no number "${unknown.field}". ` +
      `It will have: ${numbers.map(shortName).join(', ')}, and refusedByCode with a point and a code.`,
  );
}

/** What is not in the report is not met. */
export function isMet({ field, comparison, value }: Requirement, report: object): boolean {
  const found = numberNamed(report, field);
  if (found === undefined) return false;
  switch (comparison) {
    case '<=':
      return found <= value;
    case '>=':
      return found >= value;
    case '=':
      return found === value;
  }
}
