import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import type { VaultIndex } from '../index/vault-index.ts';
import { fold, withoutSlashes } from '../link/fold.ts';

const MOST_MEANT = 3;

/**
 * What the folded paths of all files below a folder begin with; '' for the whole vault (`''`, `.`, `/`). Throws
 * `ToolError` (`not_found`) for a folder without files, and names those that end like it.
 */
export function folderAt(index: VaultIndex, folder: string): string {
  const bare = withoutSlashes(folder.replace(/^(?:\.?\/)+/, ''));
  if (bare === '' || bare === '.') return '';
  const inside = `${fold(bare)}/`;
  const meant = new Set<string>();
  for (const { key, path } of index.files()) {
    if (key.startsWith(inside)) return inside;
    const at = meant.size < MOST_MEANT ? key.indexOf(`/${inside}`) : -1;
    if (at >= 0) meant.add(foldersOf(path, key.slice(0, at + inside.length).split('/').length));
  }
  throw new ToolError('not_found', `folder: the vault has no files below ${quoted(folder)}.`, {
    hint: hintFor(index, inside, [...meant]),
  });
}

/** The first so many folders of a path. */
function foldersOf(path: string, count: number): string {
  return path.split('/').slice(0, count).join('/');
}

function hintFor(index: VaultIndex, inside: string, meant: readonly string[]): string {
  if (index.at(inside.slice(0, -1)).length > 0) return 'That is a file: give it as path.';
  if (meant.length === 0) return 'Give its path from the top of the vault.';
  return `Did you mean ${meant.map(quoted).join(' or ')}?`;
}
