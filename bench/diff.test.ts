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
    const withThis = (content: unknown) => diff([a, keep('b.json', content)]);
    await expect(withThis('not json')).rejects.toThrow(
      'b.json is no report of the bench: it holds no JSON object.',
    );
    await expect(withThis([])).rejects.toThrow('is no report of the bench: it holds no JSON object.');
    await expect(withThis({ scenario: 'x', latencyMs: 'y' })).rejects.toThrow(
      'is not there, or not as it should be',
    );
    const { p99: _left, ...latencyMs } = sampleReport.latencyMs;
    await expect(withThis({ ...sampleReport, latencyMs })).rejects.toThrow('"latencyMs.p99" is not there');
    await expect(withThis({ ...sampleReport, refused: 'none' })).rejects.toThrow('"refused" is not there');
  });

  it('of different scenarios are not judged, and say so', async () => {
    const other = { ...sampleReport, scenario: 'reconnect-storm', latencyOf: 'resync', ackedPerS: 1 };
    const told = await diff([keep('a.json', sampleReport), keep('b.json', other)]);
    expect(told).toContain('A is autosave and B is reconnect-storm: two different scenarios');
    expect(told).toContain('The latency of A is that of save, and that of B of resync.');
    expect(told).toMatch(/^ackedPerS +998 +1 +-99\.9 %$/m);
    expect(told).not.toMatch(/(better|worse)$/m);
  });

  it('say what makes their numbers worth less', async () => {
    const weak = {
      ...sampleReport,
      machine: { ...sampleReport.machine, cpus: 64 },
      verified: false,
      generator: { ...sampleReport.generator, saturated: true },
    };
    const told = await diff([keep('a.json', sampleReport), keep('b.json', weak)]);
    expect(told).toContain('A ran on 2 × A processor, B on 64 × A processor');
    expect(told).toContain('B was not verified');
    expect(told).toContain('In B the generator was saturated');
    expect(await diff([keep('c.json', sampleReport), keep('d.json', sampleReport)])).not.toMatch(/\.$/m);
  });
});
