import { existsSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import type { Host } from './host.ts';
import { HOSTS } from './hosts.ts';
import { applicationData, dotConfig, type Machine } from './machine.ts';

/** The hosts of which something is on this machine: their file, or the folder that they keep it in. */
export function foundHosts(machine: Machine): [string, Host][] {
  const { dirname } = machine.platform === 'win32' ? win32 : posix;
  // In these are files of everybody.
  const shared = new Set([machine.home, machine.cwd, dotConfig(machine), applicationData(machine)]);
  const isThere = (path: string) =>
    existsSync(path) || (!shared.has(dirname(path)) && existsSync(dirname(path)));
  return Object.entries(HOSTS).filter(([, host]) => {
    const place = host.place('user', machine) ?? host.place('project', machine);
    return place?.paths.some(isThere) === true;
  });
}
