import { stdout } from 'node:process';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends the output of the tests with a line of its own, `N passed, N failed`, without colour, for machines to read.
 * A file that could not be loaded, an error outside every test and a run that got to no file, because what all tests
 * need is not there, count as failed, though no test of theirs ran.
 */
export default class PlainSummary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = (state: 'passed' | 'failed') =>
      modules.reduce((sum, module) => sum + [...module.children.allTests(state)].length, 0);
    const brokenFiles = modules.filter((module) => module.errors().length > 0).length;
    const broken = brokenFiles + unhandledErrors.length + (modules.length === 0 ? 1 : 0);
    stdout.write(`${count('passed')} passed, ${count('failed') + broken} failed\n`);
  }
}
