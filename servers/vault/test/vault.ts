import { NoteFacts } from '../src/index/note-facts.ts';
import { vaultFile } from '../src/index/vault-file.ts';
import { VaultIndex } from '../src/index/vault-index.ts';
import { isRead, parseFile } from '../src/note/parse-file.ts';
import { readLink } from '../src/note/read-link.ts';
import { readYaml } from '../src/note/yaml-properties.ts';
import { type Resolution, resolveLink } from '../src/resolve/resolve-link.ts';

/** Files by path; what is no note has no text that matters. */
export type Vault = Record<string, string>;

export function fileOf(path: string, text: string) {
  return vaultFile(path, isRead(path) ? NoteFacts.of(parseFile(path, text, readYaml)) : undefined);
}

export function indexOf(vault: Vault): VaultIndex {
  const index = new VaultIndex();
  for (const [path, text] of Object.entries(vault)) index.put(fileOf(path, text));
  return index;
}

/** A vault of empty files. */
export function emptyVault(...paths: string[]): Vault {
  return Object.fromEntries(paths.map((path) => [path, '']));
}

/** Resolves a link as it is written in a note. */
export function resolve(index: VaultIndex, written: string, from?: string): Resolution {
  const read = readLink(written);
  if ('flaw' in read) throw new Error(`${written} is no link: ${read.flaw}`);
  return resolveLink(index, read.link, from);
}

/** Paths and subpaths of the links of a note, as `path#subpath`. */
export function linksIn(text: string, path = 'note.md'): string[] {
  return parseFile(path, text, readYaml).links.map((link) => link.path + link.subpath);
}
