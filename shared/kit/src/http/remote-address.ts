import { isIP, isIPv6 } from 'node:net';
import type { Request } from 'express';

/**
 * Where a request comes from, as far as it can be trusted: the other end of the connection, or what the proxies
 * say that the operator trusts (`--trust-proxy`). An IPv6 network of 64 bits counts as one address: a single
 * machine has all of it (RFC 4291, 2.5.4).
 */
export function addressOf({ ip, socket }: Request): string {
  const claimed = ip !== undefined && isIP(ip) !== 0 ? ip : (socket.remoteAddress ?? '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(claimed)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(claimed) ? `${networkOf(claimed)}::/64` : claimed;
}

/** The first four groups of an address, each as short as it can be written. */
function networkOf(address: string): string {
  const [unzoned = ''] = address.split('%');
  const [head = '', tail] = unzoned.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = Math.max(0, 8 - before.length - groupsIn(after));
  const groups = [...before, ...Array<string>(tail === undefined ? 0 : missing).fill('0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** An address may end in the four bytes of an IPv4 one, which are two groups. */
function groupsIn(groups: readonly string[]): number {
  return groups.length + (groups.at(-1)?.includes('.') === true ? 1 : 0);
}
