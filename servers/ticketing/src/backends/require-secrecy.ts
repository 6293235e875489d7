import { OptionError } from '@ashlar/kit';

/** A token travels with each request: throws `OptionError` for an address to which it would go in the open. */
export function requireSecrecy(flag: string, url: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return;
  throw new OptionError(`${flag}: must begin with https://, unless it is on this machine.`);
}
