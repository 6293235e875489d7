import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import { isHidden } from '../disk/hidden.ts';
import { look } from '../disk/look.ts';
import type { Source } from '../disk/open-source.ts';
import { slotNear } from '../disk/slot-at.ts';
import type { VaultFile } from '../index/vault-file.ts';
import type { Vault } from '../vault.ts';
import { fitPath } from '../write/fit-path.ts';
import { fileAt } from './find-note.ts';

/** UTF-16 units of a path that is repeated whole. */
const MOST_SHOWN = 190;
/** No path is longer: PATH_MAX of Linux, limits.h. */
const MOST_LOOKED_AT = 4_096;

/** Where a file is to be, as the vault spells it, and what is there now. Await `ready` for it before. */
export interface Target {
  path: string;
  file: VaultFile | undefined;
}

/**
 * Where a model wants a file to be. What is there already is taken as it is spelled; a new name has to be one that
 * links can name and every system can hold. Throws `ToolError`: `forbidden` for names that begin with a dot in any
 * spelling, and where a file or a link is in the place of a folder; `invalid_input` with a path to be used instead.
 */
export function targetAt({ index, source }: Vault, field: string, asked: string): Target {
  const path = asked.replace(/^(?:\.?\/)+/, '');
  if (isHidden(path)) throw hidden(field, path);
  const file = fileAt(index, path);
  if (file !== undefined && !path.endsWith('/')) return { path: file.path, file };
  const there = existingFolder(source, path);
  const fit = there + fitPath(path.slice(there.length));
  if (fit !== path || path === '' || isHidden(fit)) throw unfit(field, path, fit);
  const [first = '', ...below] = fit.slice(there.length).split('/');
  if (below.length > 0) makeRoom(source, field, there + first);
  return { path, file: undefined };
}

/** The folders that are there keep their names, whatever these are; with a slash at the end. */
function existingFolder(source: Source, path: string): string {
  for (let end = path.lastIndexOf('/', MOST_LOOKED_AT); end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (look(source, path.slice(0, end))?.kind === 'folder') return path.slice(0, end + 1);
  }
  return '';
}

/** Makes sure that a folder can be made. Throws `ToolError` (`forbidden`) where a file or a link has its name. */
function makeRoom(source: Source, field: string, path: string): void {
  const slot = slotNear(source, path);
  slot.close();
  if (slot.stat === undefined || slot.stat.isDirectory()) return;
  throw new ToolError(
    'forbidden',
    `${field}: ${quoted(path)} is no folder of the vault, but a file or a link.`,
    {
      hint: 'Choose another folder.',
    },
  );
}

function hidden(field: string, path: string): ToolError {
  return new ToolError('forbidden', `${field}: ${quoted(path)} has a name that begins with a dot.`, {
    hint: 'Such files belong to programs and are never written.',
  });
}

function unfit(field: string, path: string, fit: string): ToolError {
  const what = `${field}: ${quoted(path)} has a name that no link or not every disk can hold.`;
  return new ToolError('invalid_input', what, { hint: hintOf(fit) });
}

function hintOf(fit: string): string {
  if (fit.length > MOST_SHOWN) return 'Choose a shorter name.';
  return /[^/]\.\w+$/.test(fit) && !isHidden(fit) ? `Use ${quoted(fit)} instead.` : 'Choose another name.';
}
