import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { ToolError } from '@ashlar/kit/errors';
import { prepareRoots, quoted, type Root } from '@ashlar/kit/files';
import { cacheFolder, databaseFile, journalFile, linksFile, stateFolder } from './kept-places.ts';

/** What the operator configured, checked. */
export interface Settings {
  root: Root;
  /** Where the text index and the index of links are kept between runs; undefined: nowhere. */
  textFile: string | undefined;
  linksFile?: string | undefined;
  /** Where the journal of a rename is kept; undefined: nothing is written, or nowhere. */
  journalFile?: string | undefined;
}

interface Start {
  readOnly?: boolean;
  warn(message: string): void;
}

/** Looks at what the configuration names. Throws `ToolError` where there is no such folder. */
export function prepareVault(
  { vault, write = false, cache }: { vault: readonly string[]; write?: boolean; cache?: string | undefined },
  { warn, readOnly = false }: Start,
): Settings {
  const root = folderAt(vault, readOnly || !write);
  if (root === undefined)
    throw new ToolError('invalid_input', `<vault folder>: ${quoted(vault[0] ?? '')} is no existing folder.`);
  const { env, platform } = process;
  const around = { env, home: homedir(), platform };
  // Not in the cache, which anybody may empty, and not by an option: two servers have to find the same one.
  const place = journalFile(root.real, stateFolder(around));
  const journal = root.writable ? place : undefined;
  if (!root.writable && place !== undefined && existsSync(place)) {
    warn('A rename was interrupted, or is under way: start with --write to complete it.');
  }
  if (cache === 'off') return { root, journalFile: journal, textFile: undefined, linksFile: undefined };
  const folder = cache === undefined ? cacheFolder(around) : resolve(cache);
  const textFile = databaseFile(root.real, folder);
  if (textFile === undefined && cache !== undefined) {
    warn('The folder for the text index lies in the vault: the index is not kept.');
  }
  return { root, journalFile: journal, textFile, linksFile: linksFile(root.real, folder) };
}

function folderAt(vault: readonly string[], readOnly: boolean): Root | undefined {
  try {
    const [root] = prepareRoots(vault, { readOnly, warn: () => undefined });
    return root && statSync(root.real).isDirectory() ? root : undefined;
  } catch {
    return undefined;
  }
}
