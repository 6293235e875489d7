import { clip, oneLine } from '@ashlar/kit/files';
import type { Files } from '../index/files.ts';
import { Overlay } from '../index/overlay.ts';
import type { VaultFile } from '../index/vault-file.ts';
import type { Link } from '../note/parsed-note.ts';
import { respelled } from '../note/respell.ts';
import { type Resolution, resolveLink } from '../resolve/resolve-link.ts';
import { safePath } from '../resolve/safe-path.ts';
import type { Suggestion } from '../resolve/suggest.ts';
import type { Vault } from '../vault.ts';

/** UTF-16 units of a link, as it is repeated in an answer, and of one that is suggested. */
const MOST_SHOWN = 200;
const MOST_SUGGESTED = 1_000;

/**
 * Where a link leads; a note that it names a part of is read first, if nobody has yet. `draft` is a note that is still
 * to be written, or to be written anew.
 */
export async function resolveNow(
  vault: Vault,
  link: Link,
  from: string | undefined,
  draft?: VaultFile,
): Promise<Resolution> {
  const found = resolveLink(filesWith(vault, draft), link, from);
  if (link.subpath === '' || found.file === undefined || found.file === draft) return found;
  return (await vault.readNow(found.file.path)) ? resolveLink(filesWith(vault, draft), link, from) : found;
}

function filesWith({ index }: Vault, draft: VaultFile | undefined): Files {
  if (draft === undefined) return index;
  const before = index.get(draft.path);
  return new Overlay(index, before === undefined ? [] : [before], [draft]);
}

/** A link of others in a line of ours. */
export function shownLink(written: string): string {
  return clip(oneLine(written), MOST_SHOWN);
}

/** A suggestion as it is shown. `text`: only where it can be written as it is shown. */
export interface ShownSuggestion extends Omit<Suggestion, 'text'> {
  text: string | undefined;
}

/** What may have been meant, ready to be written. */
export function suggestionsFor(
  vault: Vault,
  { text, link, from }: { text: string; link: Link; from: string | undefined },
  found: Resolution,
): ShownSuggestion[] {
  return vault.suggester
    .suggest(text, link, from, found)
    .filter((one) => one.text.length <= MOST_SUGGESTED)
    .map((one) => ({ ...one, text: writable(one.text), path: oneLine(one.path) }));
}

/** The link with the shortest path that leads to this file and to no other. */
export function safeLink(
  { index }: Vault,
  { text, link, from }: { text: string; link: Link; from: string | undefined },
  file: VaultFile,
): string | undefined {
  if (link.path === '') return undefined;
  const path = safePath(index, file, from, link.syntax);
  const safe = path === undefined ? undefined : respelled(text, link, { path });
  return safe === undefined || safe.length > MOST_SUGGESTED ? undefined : writable(safe);
}

/** A text to be copied; undefined where something in it cannot be seen: what is shown for that is another text. */
export function writable(text: string): string | undefined {
  return oneLine(text) === text ? text : undefined;
}
