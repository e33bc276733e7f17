import { describe, expect, it } from 'vitest';
import { fetchWithCookies } from './cookieJar.ts';

describe('cookies in Node', () => {
  it('[CLI-16] are kept, sent with the origin, and dropped when the server takes them back', async () => {
    const seen: (string | null)[] = [];
    const answers = [
      'a=1; Path=/; HttpOnly',
      'a=2; Max-Age=600',
      'a=; Max-Age=0',
      'b=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    ];
    const inner: typeof fetch = async (_input, init) => {
      const headers = new Headers(init?.headers);
      expect(headers.get('origin')).toBe('http://exam');
      expect(headers.get('x-own')).toBe('kept');
      seen.push(headers.get('cookie'));
      const line = answers.shift();
      return new Response('{}', line === undefined ? {} : { headers: { 'set-cookie': line } });
    };
    const get = fetchWithCookies('http://exam', inner);
    for (let n = 0; n < 5; n += 1) await get('http://exam/', { headers: { 'x-own': 'kept' } });
    expect(seen).toEqual([null, 'a=1', 'a=2', null, null]);
  });
});
