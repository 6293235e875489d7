import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Move } from '../src/rename/plan-rename.ts';
import { type PreparedRename, prepareRename } from '../src/rename/prepare-rename.ts';
import { Vault } from '../src/vault.ts';

const { signal } = new AbortController();
const progress = () => undefined;

/** A vault as the server opens it, with its journal where a test wants it. */
export function vaultAt(folder: string, journalFile: string, warn: (text: string) => void = () => undefined) {
  const root = { name: 'vault', given: folder, real: folder, writable: true };
  return new Vault({ root, textFile: undefined, journalFile }, warn);
}

export async function prepare(vault: Vault, move: Move): Promise<PreparedRename> {
  await vault.ready(signal);
  await vault.whole(signal, progress);
  return prepareRename(move, { index: vault.index, source: vault.source, signal, progress });
}

export async function carry(
  vault: Vault,
  { journal }: PreparedRename,
  done: (count: number) => void = progress,
): Promise<void> {
  await vault.renames.exclusively(signal, (run) => run(journal, done));
}

/** What a vault holds, as bytes told apart by `latin1`; temporary files of killed writes are not of it. */
export function contents(folder: string, below = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(join(folder, below))) {
    const path = below === '' ? name : `${below}/${name}`;
    if (/^\.ashlar-.*\.tmp$/.test(name)) continue;
    if (statSync(join(folder, path)).isDirectory()) Object.assign(found, contents(folder, path));
    else found[path] = readFileSync(join(folder, path), 'latin1');
  }
  return found;
}

export function journalLeft(journal: string): boolean {
  return existsSync(journal) || existsSync(`${journal}.foreign`);
}
