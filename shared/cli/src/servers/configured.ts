import {
  checkEntry,
  checkHostSettings,
  type Entry,
  escaped,
  type Finding,
  finding,
  type PackageRef,
} from '@ashlar/entry-checks';
import { CommandError } from '../command-error.ts';
import { type OpenHost, openHost } from '../host-files/collections.ts';
import { entriesOf } from '../host-files/edit.ts';
import type { Host, Scope } from '../hosts/host.ts';
import type { Machine } from '../hosts/machine.ts';
import { readEntries } from '../hosts/read-entry.ts';
import { type Lock, lockPath, openLock, type Pin } from '../lock/lock-file.ts';

/** A server as a host has it. */
export interface Configured {
  host: OpenHost;
  name: string;
  entry: Entry;
  findings: Finding[];
  /** What `ashlar add` has locked for it. */
  pins?: readonly Pin[];
}

export interface Found {
  servers: Configured[];
  /** Files that cannot be read, a sentence each. */
  unreadable: string[];
}

/** Every server in the files of these hosts; a file that several hosts read is looked at once. */
export function configuredServers(
  hosts: readonly [string, Host][],
  scopes: readonly Scope[],
  machine: Machine,
): Found {
  const found: Found = { servers: [], unreadable: [] };
  const seen = new Set<string>();
  for (const scope of scopes) {
    const { lock } = openLock(lockPath(scope, machine));
    for (const [id, host] of hosts) {
      try {
        const open = openHost(id, host, scope, machine);
        if (open === undefined || open.file.bytes === undefined || seen.has(open.file.path)) continue;
        seen.add(open.file.path);
        found.servers.push(...serversOf(open, machine).map((server) => withLock(server, lock)));
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        found.unreadable.push(error.message);
      }
    }
  }
  return found;
}

type Read = Configured & { packages: PackageRef[] };

function serversOf(open: OpenHost, machine: Machine): Read[] {
  const { host, scope, shape, file, format } = open;
  const more = scope === 'user' ? (host.alsoRead?.(machine) ?? []) : [];
  const entries = [...open.entries, ...more.flatMap((at) => entriesOf(format.data(file.text), at))];
  return entries.flatMap(([name, fields]) => {
    const [entry, ...others] = readEntries(fields, shape);
    if (entry === undefined) return [];
    const check = (each: Entry) => checkEntry(name, each, { scope, reference: shape.references.pattern });
    const { findings, packages } = check(entry);
    const all = [
      ...findings,
      ...others.flatMap((each) => check(each).findings),
      ...checkHostSettings(fields),
    ];
    const once = new Map(all.map((each) => [each.message, each]));
    return [{ host: open, name, entry, packages, findings: [...once.values()] }];
  });
}

/** An entry that `ashlar add` has written, and that somebody has changed since. */
function withLock({ packages, ...server }: Read, { entries }: Lock): Configured {
  const locked = entries[`${server.host.id}/${server.name}`];
  if (locked === undefined) return server;
  const { pins } = locked;
  const pinned = pins.map((pin) => pin.package);
  const now = packages.map(({ registry, name, version }) =>
    registry === 'docker' ? `docker:${name}` : `${registry}:${name}@${version}`,
  );
  if (pinned.every((each) => now.includes(each) || each.replace(/^(docker:[^:]+):.*/, '$1') === now[0]))
    return { ...server, pins };
  const changed = finding(
    'not-as-locked',
    `args: ${now.join(', ') || 'what runs'} is not ${escaped(pinned.join(', '))}, as ashlar.lock has it.`,
    `If you have not changed it, find out who has. ashlar remove ${escaped(server.name)}, then ashlar add, locks it anew.`,
  );
  return { ...server, pins, findings: [...server.findings, changed] };
}
