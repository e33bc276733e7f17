import { defineConfig } from 'vitest/config';

/**
 * Three projects. `unit` needs nothing but Node. `integration` needs PostgreSQL, which its global setup starts, and
 * Redis, which it finds or installs; a test belongs to it by its name (`x.db.test.ts`) or by living in server/test/, except
 * for server/test/house/, which reads only the repository itself. `web` (`x.web.test.ts`) needs these and Chromium,
 * and runs two files at a time: each keeps a server and a browser busy, and waits for them most of the time.
 */
const house = 'server/test/house/**/*.test.ts';
const needsDatabase = ['**/*.db.test.ts', 'server/test/**/*.test.ts'];
const needsBrowser = ['**/*.web.test.ts'];
const never = ['**/node_modules/**', '.pariksha/**', 'server/ledger/generated/**', 'client/web/dist/**'];

export default defineConfig({
  test: {
    reporters: ['default', './server/test/plainSummary.ts'],
    projects: [
      {
        test: {
          name: 'unit',
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
          include: needsBrowser,
          exclude: never,
          globalSetup: [
            'client/web/test/chromium.ts',
            'server/test/programs.ts',
            'server/test/globalSetup.ts',
          ],
          maxWorkers: 2,
          // After all others: whoever waits for a screen should not also wait for a processor.
          sequence: { groupOrder: 1 },
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
