import type { Request } from 'express';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf } from '../../src/http/remote-address.ts';

const from = (remoteAddress: string | undefined, ip = remoteAddress) =>
  addressOf({ ip, socket: { remoteAddress } } as unknown as Request);

describe('where a request comes from', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::7', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['fe80::1:2:3:4%eth0.1', 'fe80:0:0:0::/64'],
    ['64:ff9b:1:2:3:4:192.0.2.1', '64:ff9b:1:2::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['1::3:4:5:6:192.0.2.1', '1:0:3:4::/64'],
    [undefined, ''],
  ])('%s is %s', (address, counted) => {
    expect(from(address)).toBe(counted);
  });

  it('is one network of 64 bits, however the address in it is written', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        // The URL parser writes every address in the one short form of RFC 5952.
        const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
        expect(from(address)).toBe(from(short));
      }),
    );
  });

  it('is the end of the connection where a proxy says what is no address', () => {
    expect(from('192.0.2.1', 'unknown')).toBe('192.0.2.1');
    expect(from('192.0.2.1', '198.51.100.7')).toBe('198.51.100.7');
  });
});
