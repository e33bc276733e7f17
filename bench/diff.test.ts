import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diff } from './diff.ts';
import { sampleReport } from './test/sampleReport.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pariksha-diff-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function keep(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('[BEN-19] two reports side by side', () => {
  it('show what has changed, by how much, and whether that is good', async () => {
    const a = keep('a.json', sampleReport);
    const b = keep('b.json', {
      ...sampleReport,
      commit: 'def5678',
      ackedPerS: 1_996,
      latencyMs: { ...sampleReport.latencyMs, p99: 25, p50: 3.01 },
      extra: { other: 5 },
    });
    const lines = (await diff([a, b])).split('\n').map((line) => line.replace(/ {2,}/g, '|'));
    expect(lines[0]).toBe('|A autosave abc1234|B autosave def5678|change');
    expect(lines).toContain('ackedPerS|998|1996|+100 %|better');
    expect(lines).toContain('latencyMs.p99|20|25|+25 %|worse');
    expect(lines).toContain('latencyMs.p50|3|3.01|+0.3 %');
    expect(lines).toContain('ackedButLost|0|0');
    expect(lines).toContain('extra.startP99Ms|100|-');
    expect(lines).toContain('extra.other|-|5');
  });

  it('[BEN-12] that are none are answered with a sentence', async () => {
    const a = keep('a.json', sampleReport);
    await expect(diff([a, join(folder, 'none')])).rejects.toThrow('cannot be read');
    await expect(diff([keep('b.json', 'not json'), a])).rejects.toThrow('is no report of the bench');
    await expect(diff([a, keep('c.json', { scenario: 'x' })])).rejects.toThrow('is no report of the bench');
  });
});
