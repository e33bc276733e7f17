import { describe, expect, it } from 'vitest';
import { clientAddress, limitKey } from './address.ts';

describe('[SEC-9] the address of a request', () => {
  it('is the peer’s where no proxy is ours, whatever the client claims', () => {
    expect(clientAddress('192.0.2.1', '198.51.100.9', 0)).toBe('192.0.2.1');
    expect(clientAddress(undefined, undefined, 0)).toBe('unknown');
  });

  it('is what the outermost of our proxies saw', () => {
    const chain = 'claimed, 198.51.100.9 ,203.0.113.4';
    expect(clientAddress('10.0.0.1', chain, 1)).toBe('203.0.113.4');
    expect(clientAddress('10.0.0.1', chain, 2)).toBe('198.51.100.9');
    expect(clientAddress('10.0.0.1', '198.51.100.9', 2)).toBe('198.51.100.9');
    expect(clientAddress('10.0.0.1', undefined, 1)).toBe('10.0.0.1');
    expect(clientAddress('10.0.0.1', 'x'.repeat(10_000), 1)).toHaveLength(64);
  });

  it('is the same in both families', () => {
    expect(clientAddress('::ffff:192.0.2.1', undefined, 0)).toBe('192.0.2.1');
    expect(limitKey('192.0.2.1')).toBe('192.0.2.1');
  });

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::5:6', '2001:db8:0:0::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1', 'fe80:0:0:0::/64'],
  ])('is limited by its network in IPv6: %s', (address, key) => {
    expect(limitKey(address)).toBe(key);
  });
});
