import type { Known } from './known.ts';
import { look } from './look.ts';
import type { Source } from './open-source.ts';

/**
 * Folders in which something was created, removed or renamed since they were read, as their own times tell; undefined
 * for each other one.
 */
export function* staleFolders(source: Source, known: Known): Generator<string | undefined, void, undefined> {
  for (const [path, mtimeMs] of known.folders) {
    const found = look(source, path);
    // One that is gone shows in the folder above it; the vault itself has none.
    const stale = found?.kind === 'folder' ? found.mtimeMs !== mtimeMs : path === '';
    yield stale ? path : undefined;
  }
}
