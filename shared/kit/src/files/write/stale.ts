import { type BigIntStats, closeSync, lstatSync, unlinkSync } from 'node:fs';
import { tryCreateNew } from './create-new.ts';
import { claimName, STALE_MS } from './leftover-name.ts';

/**
 * Removes a temporary file of ours if nobody has written to it for `staleMs` milliseconds. Safe against others doing the
 * same: whoever creates the claim named after this very file (inode and time) may remove it, and only after
 * looking again; so what a process created since is never removed for what was there before.
 *
 * @param folder path of the held folder, for `fs` calls
 * @returns whether it was removed
 */
export function removeStale(folder: string, name: string, now = Date.now(), staleMs = STALE_MS): boolean {
  const path = `${folder}/${name}`;
  const seen = look(path);
  if (!seen?.isFile() || now - Number(seen.mtimeMs) < staleMs) return false;
  const claimedAs = claimName(name, seen.ino, seen.mtimeNs);
  const claim = `${folder}/${claimedAs}`;
  const claimed = tryCreateNew(claim, 0o600);
  if (claimed === undefined) {
    // Whoever claimed it may have been killed there and then: the next look finds the claim gone.
    removeStale(folder, claimedAs, now);
    return false;
  }
  try {
    const again = look(path);
    if (again?.ino !== seen.ino || again.mtimeNs !== seen.mtimeNs) return false;
    unlinkSync(path);
    return true;
  } finally {
    closeSync(claimed);
    unlinkSync(claim);
  }
}

function look(path: string): BigIntStats | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}
