import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bench } from './cli.ts';
import type { Lender } from './lender.ts';
import { assertWritable } from './reportFile.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pariksha-report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('[BEN-12] the file of a report', () => {
  it.each(['--json', '--report'])(
    'of %s that cannot be written is told before anything is started',
    async (flag) => {
      const noLender = {} as Lender;
      expect(await bench(['autosave', flag, join(folder, 'none', 'out')], noLender)).toBe(2);
      await expect(assertWritable(folder)).rejects.toThrow('cannot be written (EISDIR');
    },
  );

  it('is left as it was until the run is over', async () => {
    const path = join(folder, 'out.json');
    await assertWritable(path);
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, 'yesterday');
    await assertWritable(path);
    expect(readFileSync(path, 'utf8')).toBe('yesterday');
  });
});
