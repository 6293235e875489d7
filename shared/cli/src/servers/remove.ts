import { homedir } from 'node:os';
import { escaped } from '@ashlar/entry-checks';
import { CommandError } from '../command-error.ts';
import { didYouMean } from '../did-you-mean.ts';
import { type OpenHost, openHost } from '../host-files/collections.ts';
import type { Scope } from '../hosts/host.ts';
import { HOSTS } from '../hosts/hosts.ts';
import { type Machine, thisMachine } from '../hosts/machine.ts';
import { readArguments } from '../read-arguments.ts';
import { agreed } from './ask.ts';
import { hostsOf, scopeOf } from './host-options.ts';
import { takeOut } from './write.ts';

/** `ashlar remove`: takes a server out of the files of hosts, byte for byte as they were before it came. */
export async function remove(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    host: { type: 'string', multiple: true },
    scope: { type: 'string' },
    yes: { type: 'boolean', short: 'y', default: false },
  });
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0)
    throw new CommandError('remove takes the name of one server; ashlar list shows them.');
  const machine = thisMachine(homedir());
  const scope = scopeOf(values.scope);
  const chosen = hostsOf(values.host);
  const open = openHosts(
    chosen.length > 0 ? chosen : Object.entries(HOSTS),
    scope === undefined ? ['user', 'project'] : [scope],
    machine,
  );
  const having = open.filter(({ entries }) => entries.some(([each]) => each === name));
  if (having.length === 0) throw notThere(name, open);
  process.stderr.write(
    `${escaped(name)} is taken out of:\n${having.map(({ file, host }) => `  ${file.path} (${host.title})\n`).join('')}`,
  );
  if (!values.yes && !(await agreed('Take it out?'))) {
    process.stderr.write('Nothing was written.\n');
    process.exitCode = 1;
    return;
  }
  for (const host of having) await takeOut(host, name, machine);
}

function openHosts(
  hosts: ReturnType<typeof hostsOf>,
  scopes: readonly Scope[],
  machine: Machine,
): OpenHost[] {
  const seen = new Set<string>();
  return scopes.flatMap((scope) =>
    hosts.flatMap(([id, host]) => {
      const open = openHost(id, host, scope, machine);
      if (open === undefined || seen.has(open.file.path)) return [];
      seen.add(open.file.path);
      return [open];
    }),
  );
}

function notThere(name: string, open: readonly OpenHost[]): CommandError {
  const names = open.flatMap(({ entries }) => entries.map(([each]) => each));
  return new CommandError(`No host has a server called ${escaped(name)}.${didYouMean(name, names)}`);
}
