/** What the page is going to ask for anyway, asked before its program was there. Each is used once. */
declare global {
  interface Window {
    parikshaEarly?: Map<string, Promise<Response>>;
  }
}

function earlyReplies(): Map<string, Promise<Response>> {
  window.parikshaEarly ??= new Map();
  return window.parikshaEarly;
}

/** As long as the page itself would wait. */
const patienceMs = 10_000;

export function askEarly(method: 'GET' | 'POST', path: string, init: RequestInit): Promise<Response> {
  const signal = AbortSignal.timeout(patienceMs);
  const reply = fetch(path, { ...init, method, credentials: 'same-origin', cache: 'no-store', signal });
  earlyReplies().set(`${method} ${path}`, reply);
  return reply;
}

/** The reply to what was asked early; it is given out once. */
export function earlyReply(method: string, path: string): Promise<Response> | undefined {
  const name = `${method} ${path}`;
  const reply = earlyReplies().get(name);
  earlyReplies().delete(name);
  return reply;
}

/** `fetch`, but for what was asked early: that is not asked again unless it failed. */
export const fetchEarly: typeof fetch = async (input, init) => {
  const reply = await earlyReply(init?.method ?? 'GET', String(input))?.catch(() => undefined);
  return reply ?? (await fetch(input, init));
};
