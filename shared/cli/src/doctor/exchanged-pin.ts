import { escaped, readNpm } from '@ashlar/entry-checks';
import type { Machine } from '../hosts/machine.ts';
import type { Pin } from '../lock/lock-file.ts';
import { npmView } from '../resolve/npm.ts';

/**
 * Whether the registry of npm has another hash for a locked version than when it was added: the same name and version,
 * and another package. A registry that does not answer says nothing of that; what is kept on this machine is started.
 * A lock may come with somebody's repository, and npm takes much else than packages: flags, folders, addresses to clone.
 */
export async function exchangedPin(pins: readonly Pin[], { home }: Machine): Promise<string | undefined> {
  for (const { package: locked, integrity } of pins) {
    if (!locked.startsWith('npm:')) continue;
    const spec = locked.slice('npm:'.length);
    const read = readNpm(spec);
    if (!('ref' in read) || read.ref.version === undefined)
      return `ashlar.lock has no package in an exact version for it, but ${escaped(spec)}, so it was not started`;
    const now = hashIn(await npmView(spec, home));
    if (now !== undefined && now !== integrity) {
      return `the registry's hash of ${spec} is not the one in ashlar.lock, so it is another package and was not started`;
    }
  }
  return undefined;
}

function hashIn(output: string): string | undefined {
  try {
    return (JSON.parse(output) as { 'dist.integrity'?: string })['dist.integrity'];
  } catch {
    return undefined;
  }
}
