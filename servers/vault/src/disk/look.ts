import type { Stats } from 'node:fs';
import type { Held } from '@ashlar/kit/files';
import type { DiskFile, Stamp } from './disk-file.ts';
import type { Source } from './open-source.ts';

/** What stands at a path of the vault; undefined for all that is none of it: absent, hidden, unreadable, a device. */
export type Look = { kind: 'file'; file: DiskFile } | { kind: 'folder'; mtimeMs: number } | undefined;

export function look(source: Source, path: string): Look {
  let held: Held;
  try {
    held = source.hold(path);
  } catch {
    return undefined;
  }
  held.close();
  if (held.stat.isDirectory()) return { kind: 'folder', mtimeMs: held.stat.mtimeMs };
  return held.stat.isFile() ? { kind: 'file', file: fileOf(path, held.stat) } : undefined;
}

/** Written out: an object that is made by spreading takes twice the memory, and there is one for each file. */
export function fileOf(path: string, { size, mtimeMs, ctimeMs }: Stats): DiskFile {
  return { path, size, mtimeMs, ctimeMs };
}

export function stampOf({ size, mtimeMs, ctimeMs }: Stats): Stamp {
  return { size, mtimeMs, ctimeMs };
}
