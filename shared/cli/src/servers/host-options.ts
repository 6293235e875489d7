import { CommandError } from '../command-error.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Host, Scope } from '../hosts/host.ts';
import { HOSTS } from '../hosts/hosts.ts';

/** The hosts that `--host` names, several with commas or by repeating it. */
export function hostsOf(given: readonly string[] | undefined): [string, Host][] {
  return (given ?? [])
    .flatMap((each) => each.split(','))
    .map((id) => {
      const host = Object.hasOwn(HOSTS, id) ? HOSTS[id] : undefined;
      if (host !== undefined) return [id, host];
      const ids = Object.keys(HOSTS);
      throw new CommandError(`--host: '${id}' is none of ${ids.join(', ')}.${didYouMean(id, ids)}`);
    });
}

export function scopeOf(text: string | undefined): Scope | undefined {
  if (text === undefined || text === 'user' || text === 'project') return text;
  throw new CommandError('--scope: must be user or project.');
}
