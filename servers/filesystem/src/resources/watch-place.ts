import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';
import { coalesced } from '@ashlar/kit';
import { type Guard, type Held, isLeftover, realPath } from '@ashlar/kit/files';

/** Milliseconds within which several events of one change count as one. */
const SETTLE_MS = 50;

/**
 * Calls `changed` when a file or folder below the roots changes, until the returned function is called. A file
 * is watched through its folder, because a save replaces it. Throws what `guard.hold` throws.
 */
export async function watchPlace(guard: Guard, path: string, changed: () => void): Promise<() => void> {
  const target = guard.hold(path);
  const { folder, name } = watchedFrom(guard, target);
  const telling = coalesced(SETTLE_MS, changed);
  const watcher = watchHeld(folder, (entry) => {
    if (name === undefined ? isHidden(guard, folder, entry) : entry !== name) return;
    telling.happened();
  });
  watcher.on('error', () => watcher.close()); // the folder is gone: there is nothing left to tell of
  return () => {
    telling.stop();
    watcher.close();
    folder.close();
  };
}

/** That something protected has changed is nobody's business. */
function isHidden(guard: Guard, { relative }: Held, entry: string | null): boolean {
  if (entry === null) return false;
  return isLeftover(entry) || guard.denied(relative === '' ? entry : `${relative}/${entry}`);
}

function watchHeld(folder: Held, heard: (entry: string | null) => void): FSWatcher {
  try {
    return watch(folder.path, { persistent: false }, (_event, entry) => heard(entry));
  } catch (error) {
    folder.close(); // the system has no watch left
    throw error;
  }
}

function watchedFrom(guard: Guard, target: Held): { folder: Held; name?: string } {
  // A root that is a single file has no folder that may be looked at.
  if (target.stat.isDirectory() || target.relative === '') return { folder: target };
  try {
    const name = target.relative.slice(target.relative.lastIndexOf('/') + 1);
    return { folder: guard.hold(dirname(realPath(target))), name };
  } finally {
    target.close();
  }
}
