/**
 * The address a request came from. With `trustedProxies` proxies of our own in front, it is the one that the
 * outermost of them wrote into X-Forwarded-For; what stands further left is the client's own claim.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string {
  const hops = trustedProxies > 0 ? (forwardedFor ?? '').split(',').map((hop) => hop.trim()) : [];
  return plainAddress(hops.at(-trustedProxies) || hops[0] || peer || 'unknown');
}

/** What limits are counted by: an IPv4 address, or the /64 network of an IPv6 one, which one person owns whole. */
export function limitKey(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const behind = tail === undefined || tail === '' ? 0 : tail.split(':').length;
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - behind);
  const all = [...groups, ...Array.from({ length: zeros }, () => '0'), ...(tail ? tail.split(':') : [])];
  return `${all.slice(0, 4).join(':')}::/64`;
}

/** IPv4 addresses mapped into IPv6 (`::ffff:192.0.2.1`) in their own form. */
function plainAddress(address: string): string {
  const short = address.slice(0, 64);
  return short.startsWith('::ffff:') && short.includes('.') ? short.slice('::ffff:'.length) : short;
}
