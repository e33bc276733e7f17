import { stdout } from 'node:process';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends the output of the tests with a line of its own, `N passed, N failed`, without colour, for machines to read.
 * A file that could not be loaded and an error outside every test count as failed, though no test of theirs ran.
 */
export default class PlainSummary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = (state: 'passed' | 'failed') =>
      modules.reduce((sum, module) => sum + [...module.children.allTests(state)].length, 0);
    const brokenFiles = modules.filter((module) => module.errors().length > 0).length;
    stdout.write(
      `${count('passed')} passed, ${count('failed') + brokenFiles + unhandledErrors.length} failed\n`,
    );
  }
}
