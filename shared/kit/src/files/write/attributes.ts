import { type BigIntStats, constants, fchmodSync, fchownSync, fstatSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Slot } from '../guard/guard.ts';
import { claimName } from './leftover-name.ts';
import type { Lock } from './lock.ts';
import { removeStale } from './stale.ts';

/** How long the copying of attributes may take, in milliseconds. */
const PATIENCE_MS = 5_000;

/** Whether this system's `cp` can copy attributes alone: GNU and uutils can, BusyBox cannot. */
let able: Promise<boolean> | undefined;

/**
 * Gives an open file the mode, owner, extended attributes and access control lists of another. Node has no call
 * for the last two and none that tells whether a file has any, so on Linux `cp` does it through inherited
 * descriptors: about 2.5 ms, and no path that could be exchanged meanwhile.
 *
 * @param copied whether it began as a copy of the other, see `startAsCopy`
 * @returns whether all of them were kept
 */
export async function keepAttributes(from: Original, to: number, copied: boolean): Promise<boolean> {
  const { platform } = process;
  const extended =
    copied ||
    platform === 'win32' ||
    (platform === 'linux' && (await canCopy()) && (await copyExtended(from.fd, to)));
  return keepOwnerAndMode(to, from.stat) && extended;
}

/** The file whose attributes are kept, open for reading. */
export interface Original {
  fd: number;
  stat: BigIntStats;
}

/**
 * For macOS, whose `copyfile` brings extended attributes and access control lists along: makes the temporary
 * file of a lock a copy of the file that it will replace, emptied. The copying goes by name, so a program that
 * exchanges the file meanwhile can choose what attributes the new one has.
 *
 * @returns whether that could be done; if not, the lock is as it was
 */
export async function startAsCopy(slot: Pick<Slot, 'path' | 'folder'>, lock: Lock): Promise<boolean> {
  const name = claimName(basename(lock.path), 0n, 0n);
  const copy = `${slot.folder.path}/${name}`;
  try {
    removeStale(slot.folder.path, name);
    await copyFile(slot.path, copy, constants.COPYFILE_EXCL);
    lock.adopt(copy);
    return true;
  } catch {
    return false;
  }
}

/**
 * Owner first, since changing it takes the set-user-ID bits away. Where the owner cannot be kept they stay away:
 * they would lend the rights of whoever runs this server.
 */
function keepOwnerAndMode(to: number, stat: BigIntStats): boolean {
  const now = fstatSync(to, { bigint: true });
  const same = now.uid === stat.uid && now.gid === stat.gid;
  const owned = same || succeeds(() => fchownSync(to, Number(stat.uid), Number(stat.gid)));
  return succeeds(() => fchmodSync(to, Number(stat.mode & (owned ? 0o7777n : 0o777n)))) && owned;
}

/** Not every disk has owners and rights, and not every process may set them. */
function succeeds(change: () => void): boolean {
  try {
    change();
    return true;
  } catch {
    return false;
  }
}

function canCopy(): Promise<boolean> {
  able ??= run(['--help'], []).then(({ code, output }) => code === 0 && output.includes('--attributes-only'));
  return able;
}

async function copyExtended(from: number, to: number): Promise<boolean> {
  const paths = ['/proc/self/fd/3', '/proc/self/fd/4'];
  const { code } = await run(
    ['--attributes-only', '--preserve=mode,ownership,xattr', '--', ...paths],
    [from, to],
  );
  return code === 0;
}

function run(args: string[], descriptors: number[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    // Loaded here, because a server that writes nothing starts sooner without it.
    const child = process.getBuiltinModule('node:child_process').spawn('cp', args, {
      stdio: ['ignore', 'pipe', 'ignore', ...descriptors],
      timeout: PATIENCE_MS,
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
    });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', () => resolve({ code: null, output }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
