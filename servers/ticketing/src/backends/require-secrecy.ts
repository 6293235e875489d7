import { OptionError } from '@ashlar/kit';
import { staysSecret } from '../remote/stays-secret.ts';

/** A token travels with each request: throws `OptionError` for an address to which it would go in the open. */
export function requireSecrecy(flag: string, url: string): void {
  if (staysSecret(new URL(url))) return;
  throw new OptionError(`${flag}: must begin with https://, unless it is on this machine.`);
}
