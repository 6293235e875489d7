import { setImmediate as turn } from 'node:timers/promises';
import { clip, oneLine, throwIfCancelled } from '@ashlar/kit/files';
import { outgoing } from '../graph/edges.ts';
import { surveyNow } from '../graph/survey-now.ts';
import type { VaultFile } from '../index/vault-file.ts';
import { fold } from '../link/fold.ts';
import type { Vault } from '../vault.ts';
import { outgoingLine } from './edge.ts';
import { counted, Page } from './trailer.ts';

/** Links that need attention, as text of others, and what is to be said of them in words of ours. */
export interface Broken {
  text: string;
  facts: string[];
}

/** Paths that lead nowhere, in the report of a whole vault. */
const MOST_MISSING = 20;
const MOST_PATH = 300;
/** Notes gone through in one go: some milliseconds. */
const NOTES_A_TURN = 200;

/** The head of the report of a vault: what leads nowhere, most links first. */
export async function brokenInVault(vault: Vault, signal: AbortSignal): Promise<Broken> {
  const { missing, anchorsMissing, ambiguous } = await surveyNow(vault.index, signal);
  const lines = missing
    .slice(0, MOST_MISSING)
    .map(
      ({ path, links, files }) =>
        `${clip(oneLine(path), MOST_PATH)}: ${counted(links, 'link')} in ${counted(files, 'note')}`,
    );
  const broken = missing.reduce((sum, { links }) => sum + links, 0);
  return {
    text: lines.join('\n'),
    facts: [
      `${counted(broken, 'link')} to ${counted(missing.length, 'path')} that no file has`,
      `${anchorsMissing} to a missing heading or block`,
      `${ambiguous} ambiguous`,
      ...(lines.length < missing.length ? [`only the first ${lines.length} paths are shown`] : []),
    ],
  };
}

/** Links of these notes that are broken or ambiguous, as `note.md:12: …`, as many as one answer holds. */
export async function brokenIn(
  vault: Vault,
  files: readonly VaultFile[],
  signal: AbortSignal,
): Promise<Broken> {
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
  const facts = [`${counted(found, 'link')} broken or ambiguous in ${counted(files.length, 'note')}`];
  if (shown < found) facts.push(`only the first ${shown} are shown`);
  return { text: page.text, facts };
}

/** The notes below a folder, in order; '' for all of them. */
export function notesBelow({ index }: Vault, folder: string): VaultFile[] {
  const above = folder === '' ? '' : `${fold(folder)}/`;
  return [...index.files()]
    .filter(({ key, facts }) => facts !== undefined && key.startsWith(above))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
