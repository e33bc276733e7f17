import { afterEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../app/result.ts';
import { agreeablePublic } from '../test/doors/fakes.ts';
import { type Doors, startDoors } from '../test/doors/startDoors.ts';

let doors: Doors;
afterEach(() => doors.close());

const known = 'a'.repeat(64);

describe('[SPA-3] sealed sections', () => {
  async function get(path: string) {
    doors = await startDoors({
      publicUseCases: {
        ...agreeablePublic,
        ciphertext: async (hash) => (hash === known ? ok(new Uint8Array([1, 2, 3])) : fail('not-found')),
      },
    });
    return fetch(`${doors.url}${path}`);
  }

  it('are served to everybody, for every cache, for ever', async () => {
    const response = await get(`/papers/${known}.bin`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it.each([`/papers/${'b'.repeat(64)}.bin`, '/papers/x.bin', `/papers/${known.toUpperCase()}.bin`])(
    'that are not there are not kept by caches: %s',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(response.headers.get('cache-control')).toBeNull();
      expect(await response.json()).toMatchObject({ error: { code: 'not-found' } });
    },
  );
});
