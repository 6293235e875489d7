import { setImmediate as turn } from 'node:timers/promises';
import { oneLine, throwIfCancelled } from '@ashlar/kit/files';
import { outgoing } from '../graph/edges.ts';
import type { VaultFile } from '../index/vault-file.ts';
import { isRead } from '../note/parse-file.ts';
import type { Vault } from '../vault.ts';
import { outgoingLine } from './edge.ts';
import type { Report } from './report.ts';
import { counted, fillingFact, Page } from './trailer.ts';

/** Notes gone through in one go: some milliseconds. */
const NOTES_A_TURN = 200;

/** Links of these notes that are broken or ambiguous, as `note.md:12: …`, as many as one answer holds. */
export async function brokenIn(
  vault: Vault,
  files: readonly VaultFile[],
  signal: AbortSignal,
): Promise<Report> {
  const page = new Page();
  let [found, shown] = [0, 0];
  for (const [at, file] of files.entries()) {
    if (at % NOTES_A_TURN === NOTES_A_TURN - 1) await turn();
    throwIfCancelled(signal);
    for (const edge of outgoing(vault.index, file)) {
      if (edge.to.status === 'resolved') continue;
      found++;
      if (page.add(`${oneLine(file.path)}:${outgoingLine(edge, 1)}`)) shown++;
    }
  }
  const all = `${counted(found, 'link')} broken or ambiguous in ${counted(files.length, 'note')}`;
  const cut = shown < found ? `only the first ${shown} are shown` : undefined;
  return { text: page.text, facts: [all, cut, fillingFact(vault.waiting)] };
}

/** The notes of a folder, in order; `inside` as `folderAt` gives it. */
export function notesBelow({ index }: Vault, inside: string): VaultFile[] {
  return [...index.files()]
    .filter(({ key, path }) => isRead(path) && key.startsWith(inside))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
