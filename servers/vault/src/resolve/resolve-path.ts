import type { Files } from '../index/files.ts';
import type { VaultFile } from '../index/vault-file.ts';
import { fold, folderOf, nameOf } from '../link/fold.ts';
import { relativePath } from './relative-path.ts';

/** What decided which file a link leads to. */
export type Rule =
  | 'self' // no path: the note itself
  | 'relative' // `./` or `../`, from the folder of the note
  | 'exact_path' // the whole path from the top of the vault
  | 'only_one' // the only file whose path ends like that
  | 'own_folder' // several: the one beside the note
  | 'below_own_folder' // several: the one in a folder below the note's
  | 'shortest_path' // several: the one with the shortest path
  | 'first_of_equals'; // several of one length: the first by code points, which the application may change

export interface FoundPath {
  file: VaultFile;
  rule: Rule;
  /** All files that the words of the link fit: one, unless a rule had to choose. */
  candidates: readonly VaultFile[];
}

/**
 * The file that a path in a link leads to, from a note (`from`: its path; undefined where none is known);
 * undefined where there is no such file. Aliases do not count.
 */
export function resolvePath(files: Files, path: string, from: string | undefined): FoundPath | undefined {
  if (path.startsWith('/')) {
    const below = path.slice(1);
    return exact(files, wantedKey(files, below), below, 'exact_path');
  }
  if (/^\.\.?\//.test(path)) {
    const whole = relativePath(path, from ?? '');
    return whole === undefined ? undefined : exact(files, wantedKey(files, whole), whole, 'relative');
  }
  const wanted = wantedKey(files, path);
  const whole = exact(files, wanted, path, 'exact_path');
  if (whole !== undefined) return whole;
  const named = files.named(nameOf(wanted));
  const fitting = wanted.includes('/') ? named.filter(({ key }) => key.endsWith(`/${wanted}`)) : named;
  const [first] = fitting;
  if (first === undefined) return undefined;
  if (fitting.length === 1) return { file: first, rule: 'only_one', candidates: fitting };
  return choose(fitting, wanted, fold(folderOf(from ?? '')), files);
}

/** The path of a canvas card: whole, with its extension, and nothing else. */
export function resolveCard(files: Files, path: string): FoundPath | undefined {
  return chooseSpelling(files.at(fold(path)), path, 'exact_path');
}

/** The folded path as it must end: with what is written, where a file has that name, or else with `.md` behind it. */
function wantedKey(files: Files, path: string): string {
  const literal = fold(path);
  const name = nameOf(literal);
  return name.includes('.') && files.named(name).length > 0 ? literal : fold(`${path}.md`);
}

function exact(files: Files, key: string, path: string, rule: Rule): FoundPath | undefined {
  return chooseSpelling(files.at(key), path, rule);
}

/** Names that differ in case or Unicode form only, on a disk that keeps them apart: as it is written, or the first. */
function chooseSpelling(found: readonly VaultFile[], path: string, rule: Rule): FoundPath | undefined {
  const file = found.find((one) => one.path === path || one.path === `${path}.md`) ?? found[0];
  return file && { file, rule, candidates: found };
}

/** `fitting` is in the order of `byLength`, so that the first is the shortest. */
function choose(fitting: readonly VaultFile[], wanted: string, folder: string, files: Files): FoundPath {
  const name = nameOf(wanted);
  const bare = name === wanted;
  // Looked up by its path: a name may be that of a thousand files.
  const beside = files.at(folder === '' ? name : `${folder}/${name}`)[0];
  if (beside !== undefined && (bare || fitting.includes(beside))) {
    return { file: beside, rule: 'own_folder', candidates: fitting };
  }
  const below = folder === '' ? undefined : belowIn(folder, fitting, bare ? name : undefined, files);
  if (below !== undefined) return { file: below, rule: 'below_own_folder', candidates: fitting };
  const [first, second] = fitting as [VaultFile, VaultFile];
  const rule = first.path.length === second.path.length ? 'first_of_equals' : 'shortest_path';
  return { file: first, rule, candidates: fitting };
}

/** `name` where all files of it fit. */
function belowIn(
  folder: string,
  fitting: readonly VaultFile[],
  name: string | undefined,
  files: Files,
): VaultFile | undefined {
  if (name !== undefined) return files.firstBelow(name, folder);
  const inside = `${folder}/`;
  return fitting.find(({ key }) => key.startsWith(inside));
}
