import { oneLine, throwIfCancelled } from '@ashlar/kit/files';
import { readNote } from '../disk/read-note.ts';
import { sliced } from '../disk/sliced.ts';
import { countLinks, type FileLinks } from '../graph/file-links.ts';
import { type FileRows, filesFrom, keyIn, totalOf } from '../graph/file-rows.ts';
import type { Read } from '../graph/reading.ts';
import { sorted } from '../graph/sorted.ts';
import type { VaultFile } from '../index/vault-file.ts';
import type { VaultIndex } from '../index/vault-index.ts';
import { isRead, parseWhole } from '../note/parse-file.ts';
import type { Link } from '../note/parsed-note.ts';
import { type Asking, lookingThrough } from '../read-whole-vault.ts';
import { type Resolution, resolveLink } from '../resolve/resolve-link.ts';
import type { Listed } from '../show/listed.ts';
import { type Counts, problemLine } from '../show/problem.ts';
import type { Vault } from '../vault.ts';

/** How the links of all files below a folder are. */
export interface FolderLinks {
  /** Of which the links were read: canvases too. */
  notes: number;
  counts: Counts;
  /** The files with problems, in the order of their paths. */
  flawed: FileLinks[];
}

/** What is wrong with the links of all files below a folder, from `folderAt`. Throws `ToolError` (`cancelled`). */
export async function checkFolder(
  vault: Vault,
  inside: string,
  asking: Asking,
): Promise<{ read: Read<FolderLinks>; list: Listed }> {
  const { index, folders } = vault;
  const read = await folders.read(inside, () => linksBelow(index, inside), lookingThrough(vault, asking));
  const rows: FileRows = { files: read.value.flawed, rowsOf: flawsOf };
  const list: Listed = {
    count: totalOf(rows),
    keyAt: (row) => keyIn(rows, row),
    async *linesFrom(row) {
      for (const { file, row: first } of filesFrom(rows, row)) {
        const flawed = await flawsIn(vault, file, asking.signal);
        for (const line of flawed.slice(first)) yield `${oneLine(file.path)}:${line()}`;
      }
    },
  };
  return { read, list };
}

/** In steps that the caller may pause between. Yields how many files are done. */
function* linksBelow(index: VaultIndex, inside: string): Generator<number, FolderLinks> {
  const counts: Counts = { resolved: 0, ambiguous: 0, missing: 0, anchor_missing: 0, invalid: 0 };
  const flawed: FileLinks[] = [];
  let notes = 0;
  for (const file of index.files()) {
    yield notes;
    if (!file.key.startsWith(inside)) continue;
    if (isRead(file.path)) notes++;
    const steps = countLinks(index, file);
    let step = steps.next();
    for (; !step.done; step = steps.next()) yield notes;
    for (const status of Object.keys(counts) as (keyof Counts)[]) counts[status] += step.value[status];
    if (flawsOf(step.value) > 0) flawed.push(step.value);
  }
  const sorting = sorted(flawed, (a, b) => (a.file.path < b.file.path ? -1 : 1));
  let step = sorting.next();
  for (; !step.done; step = sorting.next()) yield notes;
  return { notes, counts, flawed: step.value };
}

function flawsOf({ ambiguous, missing, anchor_missing: anchors, invalid }: FileLinks): number {
  return ambiguous + missing + anchors + invalid;
}

/** The problems of a file as it is on the disk now; nothing where it cannot be read any more. */
async function flawsIn(vault: Vault, { path }: VaultFile, signal: AbortSignal): Promise<(() => string)[]> {
  const read = readNote(vault.source, path);
  if (read.kind !== 'text') return [];
  const { text } = read;
  const flawed: { link: Link; found: Resolution }[] = [];
  const look = (link: Link) => {
    const found = resolveLink(vault.index, link, path);
    if (found.status !== 'resolved') flawed.push({ link, found });
  };
  await sliced((await parseWhole(path, text)).links, look, () => signal.aborted);
  throwIfCancelled(signal);
  return flawed.map(
    ({ link, found }) =>
      () =>
        problemLine(vault, { text, link, from: path }, found),
  );
}
