import { describe, expect, it } from 'vitest';
import { ambientInputs } from './ambientInputs.ts';
import { readSourceFiles } from './sourceFiles.ts';

describe('[HOU-10, HOU-11] time, chance and settings', () => {
  it('are passed in everywhere in this repository', () => {
    expect(ambientInputs(readSourceFiles())).toEqual([]);
  });

  it.each(['Date.now()', 'new Date()', 'Math.random()', 'performance.now()', 'crypto.randomUUID()'])(
    'may not be %s in the domain',
    (expression) => {
      const files = [{ path: 'server/domain/a.ts', text: `export const a = ${expression};` }];
      expect(ambientInputs(files)).toHaveLength(1);
    },
  );

  it('may not be random bytes in a use case', () => {
    const text = "import { randomBytes } from 'node:crypto';";
    expect(ambientInputs([{ path: 'server/app/a.ts', text }])).toEqual([
      'server/app/a.ts:1 reads randomBytes, which must be passed in',
    ]);
  });

  it('may be a date that was given', () => {
    expect(ambientInputs([{ path: 'server/domain/a.ts', text: 'export const a = new Date(0);' }])).toEqual(
      [],
    );
  });

  it('may be read from the environment only where the process is put together', () => {
    const text = 'export const port = process.env["PORT"];';
    const paths = ['server/main/a.ts', 'server/config/a.ts', 'server/ledger/a.ts'];
    expect(ambientInputs(paths.map((path) => ({ path, text })))).toEqual([
      'server/ledger/a.ts:1 reads process.env, which must be passed in',
    ]);
  });
});
