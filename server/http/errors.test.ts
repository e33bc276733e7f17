import { describe, expect, it } from 'vitest';
import { errorCodes } from '../protocol/errors.ts';
import { statusOf } from './errors.ts';

describe('[WIRE-16] the status of errors', () => {
  it('is given for every code, and is one of an error', () => {
    expect(Object.keys(statusOf).sort()).toEqual([...errorCodes].sort());
    for (const status of Object.values(statusOf)) expect(status).toBeGreaterThanOrEqual(400);
  });
});
