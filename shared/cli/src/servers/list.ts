import { homedir } from 'node:os';
import { escaped, isLocal } from '@ashlar/entry-checks';
import { CommandError } from '../command-error.ts';
import { HOSTS } from '../hosts/hosts.ts';
import { thisMachine } from '../hosts/machine.ts';
import { readArguments } from '../read-arguments.ts';
import { type Configured, configuredServers } from './configured.ts';
import { hostsOf, scopeOf } from './host-options.ts';
import { shownFinding, word } from './show.ts';

/** `ashlar list`: what the hosts of this user and project would start, and what is wrong with it. Exit code 1 where something must not be. */
export function list(args: readonly string[]): void {
  const { values, positionals } = readArguments(args, {
    host: { type: 'string', multiple: true },
    scope: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length > 0)
    throw new CommandError(`list takes no '${positionals[0]}'; --host chooses hosts.`);
  const { servers, unreadable } = chosenServers(values.host, values.scope);
  for (const sentence of unreadable) process.stderr.write(`${sentence}\n`);
  process.stdout.write(
    values.json ? `${JSON.stringify(servers.map(plain))}\n` : servers.map(shownServer).join(''),
  );
  if (servers.length === 0 && !values.json) process.stderr.write(NO_SERVER);
  if (unreadable.length > 0 || servers.some(isRefused)) process.exitCode = 1;
}

export const NO_SERVER = 'No host has a server yet; ashlar add --help says how to add one.\n';

export function chosenServers(host: readonly string[] | undefined, scope: string | undefined) {
  const chosen = hostsOf(host);
  const one = scopeOf(scope);
  return configuredServers(
    chosen.length > 0 ? chosen : Object.entries(HOSTS),
    one === undefined ? ['user', 'project'] : [one],
    thisMachine(homedir()),
  );
}

/** Those of these names, or all where none is given. Throws `CommandError` for a name that no server has: a slip is no success. */
export function calledBy(names: readonly string[], servers: readonly Configured[]): readonly Configured[] {
  const missing = names.find((name) => !servers.some((server) => server.name === name));
  if (missing !== undefined)
    throw new CommandError(`No host has a server called ${escaped(missing)}; ashlar list shows them.`);
  return names.length === 0 ? servers : servers.filter(({ name }) => names.includes(name));
}

export function isRefused({ findings }: Configured): boolean {
  return findings.some(({ severity }) => severity === 'refused');
}

/** What is run or asked, in one line; variables by their names alone. */
export function shownServer({ host, name, entry, findings }: Configured): string {
  const what = isLocal(entry) ? [entry.command, ...entry.args].map(word).join(' ') : escaped(entry.url);
  return `${escaped(name)}  ${host.host.title} (${host.scope})  ${what}\n${findings.map(shownFinding).join('')}`;
}

function plain({ host, name, entry, findings }: Configured): object {
  const what = isLocal(entry) ? { command: entry.command, args: entry.args } : { url: entry.url };
  return { name, host: host.id, scope: host.scope, file: host.file.path, ...what, findings };
}
