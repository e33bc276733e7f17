import type { Digest } from '../ports.ts';

/** The same parts give the same UUID (version 8, RFC 9562) on every node, so that what two nodes do at once is done once. */
export function derivedId(digest: Digest, ...parts: readonly (string | number)[]): string {
  const hex = digest(JSON.stringify(parts));
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(18, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
