import { Overlay } from '../index/overlay.ts';
import type { VaultFile } from '../index/vault-file.ts';
import type { VaultIndex } from '../index/vault-index.ts';
import { fold, nameOf } from '../link/fold.ts';
import { type Resolution, resolveLink } from '../resolve/resolve-link.ts';
import { type Edge, namesOf } from './edges.ts';

/** What becomes of a link: its heading or block goes, it leads to another file, or a rule has to choose. */
export type Touch = 'anchor_gone' | 'captured' | 'ambiguous';

/** A link of another file, and where it has led until now. */
export interface Touched extends Edge {
  touch: Touch;
}

/**
 * What becomes of links in other files when a note is written, while the index has it as it was before, or not at all.
 * In steps that the caller may pause between: one for each link by a name of the note.
 */
export function* touchedLinks(index: VaultIndex, written: VaultFile): Generator<Touched | undefined> {
  const names = namesOf(written);
  const mentioning = new Set([...names].flatMap((name) => index.mentioning(name)));
  for (const from of mentioning) {
    if (from.path === written.path) continue;
    for (const link of from.facts?.links ?? []) {
      if (link.path === '' || !names.has(fold(nameOf(link.path)))) continue;
      const to = resolveLink(index, link, from.path);
      const touch = touchOf(to, resolveLink(withNote(index, written), link, from.path), written);
      yield touch && { from, link, to, touch };
    }
  }
}

/** Made anew for each link: the index may change between two steps. */
function withNote(index: VaultIndex, written: VaultFile): Overlay {
  const before = index.get(written.path);
  return new Overlay(index, before === undefined ? [] : [before], [written]);
}

function touchOf(was: Resolution, is: Resolution, { path }: VaultFile): Touch | undefined {
  if (was.file === undefined || is.file === undefined) return undefined;
  if (is.file.path !== was.file.path) return 'captured';
  if (is.candidates.length > 1 && was.candidates.length === 1) return 'ambiguous';
  const gone = is.status === 'anchor_missing' && was.status !== 'anchor_missing';
  return gone && is.file.path === path ? 'anchor_gone' : undefined;
}
