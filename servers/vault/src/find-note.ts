import { ToolError } from '@ashlar/kit/errors';
import { oneLine, quoted } from '@ashlar/kit/files';
import type { VaultFile } from './index/vault-file.ts';
import type { VaultIndex } from './index/vault-index.ts';
import { fold } from './link/fold.ts';
import { readLink } from './note/read-link.ts';
import { resolveLink } from './resolve/resolve-link.ts';
import type { Vault } from './vault.ts';

/** What a model may have meant with a path, as far as only its spelling is off: it is looked up, and never opened. */
export function spellingsOf(path: string): string[] {
  const bare = path.replace(/^(?:\.?\/)+/, '');
  return [bare, `${bare}.md`];
}

/** The path of a note that a link stands in, as the vault spells it, or will once the note is written. */
export function fromOf(index: VaultIndex, from: string): string {
  const [bare = from, withMd] = spellingsOf(from);
  return fileAt(index, from)?.path ?? (/\.(?:md|canvas)$/i.test(bare) ? bare : (withMd ?? bare));
}

/** The file at a path, read in its last state. Throws `ToolError` (`not_found`) that names near ones. */
export async function noteAt(vault: Vault, path: string, signal: AbortSignal): Promise<VaultFile> {
  await vault.ready(signal, spellingsOf(path));
  const file = fileAt(vault.index, path);
  if (file === undefined) throw noNote(vault, path);
  await vault.readNow(file.path);
  return vault.index.get(file.path) ?? file;
}

/** The file that a path names, whatever its case, Unicode form or missing `.md`. */
export function fileAt(index: VaultIndex, path: string): VaultFile | undefined {
  for (const spelling of spellingsOf(path)) {
    const found = index.at(fold(spelling));
    const file = found.find((one) => one.path === spelling) ?? found[0];
    if (file !== undefined) return file;
  }
  return path.includes('⟦') ? fileShownAs(index, path) : undefined;
}

/** A path is shown with what is invisible in it made visible: that is what a model can give back. */
function fileShownAs(index: VaultIndex, path: string): VaultFile | undefined {
  for (const file of index.files()) if (oneLine(file.path) === path) return file;
  return undefined;
}

function noNote({ index, suggester }: Vault, path: string): ToolError {
  return new ToolError('not_found', `path: the vault has no file ${quoted(path)}.`, {
    hint: nearOf(index, suggester, path),
  });
}

function nearOf(index: VaultIndex, suggester: Vault['suggester'], path: string): string {
  const read = readLink(`[[${path}]]`);
  if ('flaw' in read) return 'Find it with search_vault.';
  const found = resolveLink(index, read.link, undefined);
  const near = suggester.suggest(read.text, read.link, undefined, found).map((one) => one.path);
  const paths = found.file === undefined ? near : [found.file.path];
  return paths.length === 0
    ? 'Find it with search_vault.'
    : `Did you mean ${paths.map((one) => quoted(one)).join(' or ')}?`;
}
