import { oneLine, throwIfCancelled } from '@ashlar/kit/files';
import { readNote } from '../disk/read-note.ts';
import { sliced } from '../disk/sliced.ts';
import { type FileRows, filesFrom, keyIn, totalOf } from '../graph/file-rows.ts';
import { type FolderLinks, flawsOf, linksBelow } from '../graph/folder-links.ts';
import type { Read } from '../graph/reading.ts';
import type { VaultFile } from '../index/vault-file.ts';
import { parseWhole } from '../note/parse-file.ts';
import type { Link } from '../note/parsed-note.ts';
import { type Asking, lookingThrough } from '../read-whole-vault.ts';
import { type Resolution, resolveLink } from '../resolve/resolve-link.ts';
import type { Vault } from '../vault.ts';
import { breath } from './breath.ts';
import type { Listed } from './listed.ts';
import { problemLine } from './problem.ts';

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
        for (const line of flawed.slice(first)) {
          await breath(asking.signal);
          yield `${oneLine(file.path)}:${line()}`;
        }
      }
    },
  };
  return { read, list };
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
