import { describe, expect, it } from 'vitest';
import { unlessAborted } from './interruption.ts';

describe('[BEN-13] work that an interruption need not wait for', () => {
  it('is waited for while there is none', async () => {
    const { signal } = new AbortController();
    expect(await unlessAborted(signal, Promise.resolve(1))).toBe(1);
    await expect(unlessAborted(signal, Promise.reject(new Error('its own')))).rejects.toThrow('its own');
  });

  it('is left alone at once when there is one, and its late failure is nobody’s', async () => {
    const controller = new AbortController();
    const { promise, reject } = Promise.withResolvers<never>();
    const waited = unlessAborted(controller.signal, promise);
    controller.abort(new Error('interrupted'));
    await expect(waited).rejects.toThrow('interrupted');
    reject(new Error('late'));
    await expect(unlessAborted(controller.signal, promise)).rejects.toThrow('interrupted');
  });
});
