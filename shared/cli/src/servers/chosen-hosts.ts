import { type CommandError, UsageError } from '../command-error.ts';
import { foundHosts } from '../hosts/found-hosts.ts';
import type { Host } from '../hosts/host.ts';
import type { Machine } from '../hosts/machine.ts';
import { answerTo, isAnybodyThere } from './ask.ts';
import { hostsOf } from './host-options.ts';

interface Choice {
  host?: string[] | undefined;
  yes: boolean;
  print: boolean;
  link: boolean;
}

/**
 * Those that `--host` names. Without it, those that a person chooses of what is found on this machine: who says `--yes`
 * or has no terminal is not asked, and nothing is written where nobody said. Throws `CommandError`.
 */
export async function chosenHosts(
  { host, yes, print, link }: Choice,
  machine: Machine,
): Promise<[string, Host][]> {
  const named = hostsOf(host);
  if (named.length > 0) return named;
  const found = foundHosts(machine);
  const ids = found.map(([id]) => id).join(', ');
  if (found.length === 0) throw missing('no host is found on this machine; name one, such as --host cursor');
  if (yes || print || link || !isAnybodyThere()) throw missing(`found on this machine: ${ids}`);
  if (found.length === 1) return found;
  const answer = await answerTo(`Found on this machine: ${ids}.\nInto which, with commas? [all] `);
  return answer === '' || answer === 'all' ? found : hostsOf([answer.replaceAll(/\s/g, '')]);
}

function missing(what: string): CommandError {
  return new UsageError(`--host is missing: ${what}.`);
}
