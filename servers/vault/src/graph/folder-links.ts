import type { VaultIndex } from '../index/vault-index.ts';
import { isRead } from '../note/parse-file.ts';
import { counting } from './counting.ts';
import { countLinks, type FileLinks, type LinkCounts } from './file-links.ts';
import { sorted } from './sorted.ts';

/** How the links of all files below a folder are. */
export interface FolderLinks {
  /** Of which the links were read: canvases too. */
  notes: number;
  counts: LinkCounts;
  /** The files with problems, in the order of their paths. */
  flawed: FileLinks[];
}

/**
 * Looks at the links of all files below a folder, from `folderAt`. In steps that the caller may pause between, which yield
 * how many files are done.
 */
export function* linksBelow(index: VaultIndex, inside: string): Generator<number, FolderLinks> {
  const counts: LinkCounts = { resolved: 0, ambiguous: 0, missing: 0, anchor_missing: 0, invalid: 0 };
  const flawed: FileLinks[] = [];
  let notes = 0;
  for (const file of index.files()) {
    yield notes;
    if (!file.key.startsWith(inside)) continue;
    if (isRead(file.path)) notes++;
    const counted = yield* counting(notes, countLinks(index, file));
    for (const status of Object.keys(counts) as (keyof LinkCounts)[]) counts[status] += counted[status];
    if (flawsOf(counted) > 0) flawed.push(counted);
  }
  const sorting = sorted(flawed, (a, b) => (a.file.path < b.file.path ? -1 : 1));
  return { notes, counts, flawed: yield* counting(notes, sorting) };
}

/** Links of a file that are not simply resolved. */
export function flawsOf({ ambiguous, missing, anchor_missing: anchors, invalid }: FileLinks): number {
  return ambiguous + missing + anchors + invalid;
}
