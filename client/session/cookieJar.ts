/** A `fetch` for Node that keeps cookies and names its origin, as a browser would for its page. One server only. */
export function fetchWithCookies(origin: string, inner: typeof fetch = fetch): typeof fetch {
  const jar = new Map<string, string>();
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('origin', origin);
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await inner(input, { ...init, headers });
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    return response;
  };
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const [name = '', ...value] = pair.split('=');
  const isGone = attributes.some((attribute) => /^(max-age=(0|-\d+)|expires=.*\b1970\b.*)$/i.test(attribute));
  if (isGone) jar.delete(name);
  else jar.set(name, value.join('='));
}
