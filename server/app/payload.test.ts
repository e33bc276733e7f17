import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { maxDepth, maxMessageBytes } from '../protocol/limits.ts';
import { parsePayload } from './payload.ts';

const anything = z.unknown();

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('payloads', () => {
  it('[WIRE-4, WIRE-6] of any JSON pass when they are shallow and small enough, unchanged', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 12 }), (sent) => {
        const value: unknown = JSON.parse(JSON.stringify(sent));
        const parsed = parsePayload(anything, value);
        if (depthOf(value) > maxDepth) expect(parsed).toMatchObject({ error: { code: 'malformed' } });
        else expect(parsed).toEqual({ ok: true, value });
      }),
    );
  });

  it('[WIRE-6] are measured exactly near the limit, whatever has to be escaped', () => {
    const units = ['x', '"', '\\', '\n', '\u0001', 'é', 'प', '😀', '\u2028'];
    for (const unit of units) {
      const bytes = Buffer.byteLength(JSON.stringify(unit)) - 2;
      const most = Math.floor((maxMessageBytes - 2) / bytes);
      expect([unit, parsePayload(anything, unit.repeat(most)).ok]).toEqual([unit, true]);
      const tooLong = parsePayload(anything, unit.repeat(most + 1));
      expect([unit, tooLong]).toMatchObject([unit, { error: { code: 'too-large' } }]);
    }
    const numbers = Array.from({ length: 16_000 }, () => 1);
    expect(parsePayload(anything, numbers).ok).toBe(true);
    expect(parsePayload(anything, { [`k${'x'.repeat(maxMessageBytes)}`]: 1 })).toMatchObject({
      error: { code: 'too-large' },
    });
  });

  it.each([undefined, () => 1, Symbol('x'), 7n, Buffer.from('x'), new Date(0), new Map(), [undefined]])(
    '[WIRE-3, WIRE-5] that are no JSON are malformed, and say so (%#)',
    (value) => {
      expect(parsePayload(anything, value)).toMatchObject({
        error: { code: 'malformed', details: { issues: [expect.stringMatching(/plain JSON/)] } },
      });
    },
  );

  it('[WIRE-3] that do not fit say where, at no great length', () => {
    const schema = z.strictObject({ list: z.array(z.number()) });
    const parsed = parsePayload(schema, {
      list: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      [`x${'y'.repeat(999)}`]: 1,
    });
    if (parsed.ok) throw new Error('It fits.');
    const issues = parsed.error.details?.['issues'];
    expect(issues).toHaveLength(5);
    expect(issues).toContainEqual(expect.stringMatching(/^list\.0: /));
    expect(JSON.stringify(issues).length).toBeLessThan(1_500);
  });
});
