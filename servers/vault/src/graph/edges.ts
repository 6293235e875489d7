import type { LinkFact } from '../index/note-facts.ts';
import type { VaultFile } from '../index/vault-file.ts';
import type { VaultIndex } from '../index/vault-index.ts';
import { fold, nameOf, withoutMd } from '../link/fold.ts';
import { type Resolution, resolveLink } from '../resolve/resolve-link.ts';

/** One link, and where it leads now. */
export interface Edge {
  from: VaultFile;
  link: LinkFact;
  to: Resolution;
}

/** The links of a file in their order. */
export function* outgoing(index: VaultIndex, file: VaultFile): Generator<Edge> {
  for (const link of file.facts?.links ?? []) {
    yield { from: file, link, to: resolveLink(index, link, file.path) };
  }
}

/**
 * The links that lead to a file, its own to itself among them, in the order of the paths they come from. Only
 * notes that mention a name of it are looked at, and of their links only those that do.
 */
export function* incoming(index: VaultIndex, file: VaultFile): Generator<Edge> {
  const names = namesOf(file);
  for (const from of [...referrers(index, file)].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    for (const link of from.facts?.links ?? []) {
      if (link.path === '' ? from !== file : !names.has(fold(nameOf(link.path)))) continue;
      const to = resolveLink(index, link, from.path);
      if (to.file === file) yield { from, link, to };
    }
  }
}

/** Files that may link to this one: whoever mentions a name of it, and itself. */
function referrers(index: VaultIndex, file: VaultFile): Set<VaultFile> {
  const mentioning = [...namesOf(file)].flatMap((name) => index.mentioning(name));
  return new Set([...mentioning, file]);
}

/** The last segments, folded, by which a link may lead to a file: with `.md`, or without. */
export function namesOf(file: VaultFile): Set<string> {
  const name = nameOf(file.key);
  return new Set([name, withoutMd(name)]);
}
