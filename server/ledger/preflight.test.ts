import { describe, expect, it } from 'vitest';
import { type DatabaseFacts, problemsOf } from './preflight.ts';

const good: DatabaseFacts = {
  version: 180_004,
  inRecovery: false,
  fsync: 'on',
  fullPageWrites: 'on',
  synchronousCommit: 'on',
  encoding: 'UTF8',
};

const codesOf = (facts: Partial<DatabaseFacts>) =>
  problemsOf({ ...good, ...facts }).map((problem) => problem.code);

describe('[OPS-1] the version', () => {
  it('may be 17 or newer', () => {
    expect(codesOf({ version: 170_000 })).toEqual([]);
    expect(codesOf({ version: 190_000 })).toEqual([]);
  });

  it('that is older is named in one sentence', () => {
    expect(problemsOf({ ...good, version: 160_009 })).toEqual([
      {
        code: 'version-too-old',
        message:
          'The database is PostgreSQL 16.9, and Pariksha needs 17 or newer. Upgrade it, or use another one.',
      },
    ]);
  });
});

describe('[OPS-2] durability', () => {
  it.each(['on', 'remote_apply'])('is complete with synchronous_commit = %s', (synchronousCommit) => {
    expect(codesOf({ synchronousCommit })).toEqual([]);
  });

  it.each(['off', 'local', 'remote_write'])(
    'is not enough with synchronous_commit = %s',
    (synchronousCommit) => {
      expect(codesOf({ synchronousCommit })).toEqual(['not-durable']);
    },
  );

  it('needs fsync and full_page_writes, and every problem is named', () => {
    const problems = problemsOf({ ...good, fsync: 'off', fullPageWrites: 'off' });
    expect(problems.map((problem) => problem.message)).toEqual([
      'PostgreSQL runs with fsync = off, so an acknowledged answer could be lost. Set fsync to on.',
      'PostgreSQL runs with full_page_writes = off, so an acknowledged answer could be lost. Set full_page_writes to on.',
    ]);
  });
});

it('[OPS-3] a standby is refused', () => {
  expect(codesOf({ inRecovery: true })).toEqual(['read-only']);
});
