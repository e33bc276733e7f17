import { describe, expect, it } from 'vitest';
import { sampleReport } from '../test/sampleReport.ts';
import { html } from './html.ts';
import { niceCeiling } from './plot.ts';
import { summary } from './summary.ts';

describe('[BEN-18] the report as a page', () => {
  const page = html(sampleReport);

  it('needs nothing from elsewhere', () => {
    expect(page).not.toMatch(/<script|<link|src=|href=|@import|url\(/);
  });

  it('shows latency over time and by percentile', () => {
    expect(page.match(/<svg /g)).toHaveLength(2);
    expect(page).toContain('Latency of save over time');
    expect(page).toContain('99.9 %');
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('says whether all is well, and shows what is not as text', () => {
    expect(page).toContain('Every acknowledged answer is in the log');
    const violations = [{ fault: 'ackedButLost', attemptId: 'a1', message: '<img src=x>' }] as const;
    const bad = html({ ...sampleReport, ackedButLost: 1, violations });
    expect(bad).toContain('1 violations');
    expect(bad).not.toContain('<img');
    const unverified = { ...sampleReport, verified: false, unverifiedBecause: 'nobody looked' };
    expect(html(unverified)).toContain('UNVERIFIED');
    expect(summary(unverified)).toMatch(/UNVERIFIED +nobody looked/);
  });

  it('says what the numbers do not', () => {
    const remarked = { ...sampleReport, remarks: ['The run is worth < nothing.'] };
    expect(html(remarked)).toContain('The run is worth &#60; nothing.');
    expect(summary(remarked)).toMatch(/The run is worth < nothing\.$/);
  });

  it('of a run in which nothing happened is a page as well', () => {
    expect(html({ ...sampleReport, overTime: [], percentiles: [] })).not.toMatch(/NaN|Infinity|undefined/);
  });

  it.each([
    [0, 1],
    [1, 1],
    [1.1, 2],
    [37, 50],
    [501, 1_000],
    [0.03, 0.05],
  ])('draws an axis for %f up to %f', (value, top) => {
    expect(niceCeiling(value)).toBeCloseTo(top, 10);
  });
});
