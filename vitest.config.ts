import { defineConfig } from 'vitest/config';

/**
 * Two projects. `unit` needs nothing but Node. `integration` needs PostgreSQL, which its global setup
 * starts; a test belongs to it by its name (`x.db.test.ts`) or by living in server/test/, except for
 * server/test/house/, which reads only the repository itself.
 */
const house = 'server/test/house/**/*.test.ts';
const needsDatabase = ['**/*.db.test.ts', 'server/test/**/*.test.ts'];
const never = ['**/node_modules/**', '.pariksha/**', 'server/ledger/generated/**', 'client/web/dist/**'];

export default defineConfig({
  test: {
    reporters: ['default', './server/test/plainSummary.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...never, '**/*.db.test.ts', 'server/test/!(house)/**', 'server/test/*.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: needsDatabase,
          exclude: [...never, house],
          globalSetup: ['server/test/globalSetup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
