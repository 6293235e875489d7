import { statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isLocal } from '@ashlar/entry-checks';
import type { Machine } from '../hosts/machine.ts';
import type { Configured } from '../servers/configured.ts';

/** Where programs are looked for by what is started from a desktop: no file of a shell has been read. */
const DESKTOP: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['/usr/bin', '/bin', '/usr/sbin', '/sbin'],
  linux: ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'],
};
/** Scripts that look for node themselves, whatever path they are started by. */
const NEEDS_NODE = /^(npx|pnpm)$/;

/** Why a host of the desktop would not find a program that a terminal finds. */
export function desktopFault(
  { entry, host }: Configured,
  { env, platform }: Machine,
  desktop = DESKTOP[platform],
): string | undefined {
  if (!host.host.isDesktop || !isLocal(entry) || desktop === undefined) return undefined;
  const program = entry.command.split('/').at(-1) as string;
  const needed = [entry.command, ...(NEEDS_NODE.test(program) ? ['node'] : [])].filter(
    (name) => !name.includes('/'),
  );
  const own = (env.PATH ?? '').split(delimiter);
  for (const name of needed) {
    const found = findIn(own, name);
    if (found === undefined || findIn(desktop, name) !== undefined) continue;
    return `${host.host.title}, started from the desktop, does not find ${name}: it is at ${found}, which only terminals know. Install it for the whole machine, or link it into ${platform === 'linux' ? '/usr/local/bin' : 'a folder of /etc/paths and log in anew'}`;
  }
  return undefined;
}

function findIn(folders: readonly string[], name: string): string | undefined {
  return folders
    .map((folder) => join(folder, name))
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}
