import { existsSync, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './server/test/longestFirst.ts';

/**
 * Three projects. `unit` needs nothing but Node. `integration` needs PostgreSQL, which its global setup starts, and
 * Redis, which it finds or installs; a test belongs to it by its name (`x.db.test.ts`) or by living in server/test/, except
 * for server/test/house/, which reads only the repository itself. `web` (`x.web.test.ts`) needs these and Chromium.
 */
const house = 'server/test/house/**/*.test.ts';
const needsDatabase = ['**/*.db.test.ts', 'server/test/**/*.test.ts'];
const needsBrowser = ['**/*.web.test.ts'];

/**
 * Databases and browsers of tests keep their files in memory where there is room: every commit waits for the disk, and a
 * slow one makes the run twice as long. What is killed in tests are processes, and never the machine.
 */
const memory = '/dev/shm';
const enoughBytes = 4 * 2 ** 30;
if (process.env['TMPDIR'] === undefined && existsSync(memory)) {
  const { bavail, bsize } = statfsSync(memory);
  if (bavail * bsize > enoughBytes) process.env['TMPDIR'] = memory;
}

const processors = availableParallelism();

/**
 * Unit tests first, so that a slip is known at once; a worker keeps what it has loaded for the next file. Then the others
 * beside each other, three files at a time even on two processors: each has a database, ports and folders of its own, and
 * waits for timers and connections half of the time.
 */
const computes = { maxWorkers: processors, isolate: false, sequence: { groupOrder: 1 } };
const waits = { maxWorkers: Math.max(3, processors), sequence: { groupOrder: 2 } };

const never = ['**/node_modules/**', '.pariksha/**', 'server/ledger/generated/**', 'client/web/dist/**'];

export default defineConfig({
  test: {
    reporters: ['default', './server/test/plainSummary.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          ...computes,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [
            ...never,
            ...needsBrowser,
            '**/*.db.test.ts',
            'server/test/!(house)/**',
            'server/test/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'integration',
          ...waits,
          include: needsDatabase,
          exclude: [...never, house],
          globalSetup: ['server/test/programs.ts', 'server/test/globalSetup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'web',
          ...waits,
          include: needsBrowser,
          exclude: never,
          globalSetup: [
            'client/web/test/chromium.ts',
            'client/web/test/built.ts',
            'server/test/programs.ts',
            'server/test/globalSetup.ts',
          ],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
