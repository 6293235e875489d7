import { oneLine, type Root } from '@ashlar/kit/files';
import type { ListEntry } from '../walk/list-job.ts';
import { showSize } from './size.ts';

/** One entry of a listing as a line: `notes/  12 entries`, `notes.md  1.2 KB`, `latest -> notes.md`. */
export function showEntry(path: string, { kind, size, target, count }: Omit<ListEntry, 'relative'>): string {
  const name = oneLine(path);
  if (kind === 'dir') return count === undefined ? `${name}/` : `${name}/  ${entries(count)}`;
  if (kind === 'link') return `${name} -> ${target === undefined ? '?' : oneLine(target)}`;
  if (kind === 'other') return `${name}  (not a regular file)`;
  return size === undefined ? name : `${name}  ${showSize(size)}`;
}

function entries(count: number | string): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}

/** The roots, one a line, with what may be done in them. */
export function showRoots(roots: readonly Root[]): string {
  return roots
    .map(
      ({ name, given, writable }) =>
        `${oneLine(name)}/  ${oneLine(given)}  ${writable ? 'read and write' : 'read only'}`,
    )
    .join('\n');
}
