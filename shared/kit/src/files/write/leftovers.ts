import { opendir } from 'node:fs/promises';
import type { Guard, Held } from '../guard/guard.ts';
import { isLeftover } from './leftover-name.ts';
import { removeStale } from './stale.ts';

export interface CleanOptions {
  /** Folders looked into at most. Default 1,000. */
  mostFolders?: number;
  /** Milliseconds since 1970. Default now. */
  now?: number;
}

/** Entries of one folder that are looked at: cleaning is a courtesy and never worth a pause. */
const MOST_ENTRIES = 10_000;

/**
 * Removes temporary files that killed processes left behind, going breadth-first from some folders. Touches
 * nothing but regular files with exactly the name this server gives them, not written to for half a minute, and
 * nothing in read-only roots.
 * Never throws: what cannot be looked into is left out.
 *
 * @param starts as a caller would name them to the guard
 * @returns how many files were removed
 */
export async function cleanLeftovers(
  guard: Guard,
  starts: readonly string[],
  { mostFolders = 1_000, now = Date.now() }: CleanOptions = {},
): Promise<number> {
  const queue = [...starts];
  let removed = 0;
  // Grows while it is gone through.
  for (const path of queue) {
    const held = holdFolder(guard, path);
    if (!held) continue;
    try {
      const found = await cleanFolder(held, now);
      removed += found.removed;
      const room = mostFolders - queue.length;
      queue.push(...found.folders.slice(0, Math.max(0, room)).map((name) => `${path}/${name}`));
    } catch {
      // Not ours to read.
    } finally {
      held.close();
    }
  }
  return removed;
}

async function cleanFolder(held: Held, now: number): Promise<{ removed: number; folders: string[] }> {
  const folders: string[] = [];
  let removed = 0;
  let looked = 0;
  for await (const entry of await opendir(held.path, { bufferSize: 256 })) {
    if (++looked > MOST_ENTRIES) break;
    if (entry.isDirectory()) folders.push(entry.name);
    else if (isLeftover(entry.name) && removeStale(held.path, entry.name, now)) removed++;
  }
  return { removed, folders };
}

function holdFolder(guard: Guard, path: string): Held | undefined {
  try {
    const held = guard.hold(path);
    if (held.stat.isDirectory() && held.root.writable) return held;
    held.close();
  } catch {
    // Protected, or gone.
  }
  return undefined;
}
