import { describe, expect, it } from 'vitest';
import { exitCodeOf } from './exitCode.ts';
import { sampleReport } from './test/sampleReport.ts';

const generator = { ...sampleReport.generator, saturated: true };
const requirements = [{ text: 'p99<=1', isMet: false }];
const onNodes = { onFloor: false };

describe('the exit code of a run', () => {
  it('[BEN-20] of a saturated generator is 4, whatever it has measured', () => {
    expect(exitCodeOf({ ...sampleReport, generator }, onNodes)).toBe(4);
    expect(exitCodeOf({ ...sampleReport, generator, requirements }, onNodes)).toBe(4);
    expect(exitCodeOf({ ...sampleReport, generator, verified: false }, onNodes)).toBe(4);
  });

  it('[BEN-5, BEN-9] is 1 when an answer is lost or wrong, however busy the generator was', () => {
    expect(exitCodeOf({ ...sampleReport, generator, ackedButLost: 1 }, onNodes)).toBe(1);
    expect(exitCodeOf({ ...sampleReport, chainBroken: 1 }, onNodes)).toBe(1);
  });

  it('[BEN-16] is 1 when a requirement is not met', () => {
    expect(exitCodeOf({ ...sampleReport, requirements }, onNodes)).toBe(1);
  });

  it('[BEN-14] is 3 when nothing could be checked, and 0 when there was nothing to check', () => {
    expect(exitCodeOf(sampleReport, onNodes)).toBe(0);
    expect(exitCodeOf({ ...sampleReport, verified: false }, onNodes)).toBe(3);
    expect(exitCodeOf({ ...sampleReport, verified: false }, { onFloor: true })).toBe(0);
  });
});
