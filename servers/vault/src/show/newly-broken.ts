import { NoteFacts } from '../index/note-facts.ts';
import { vaultFile } from '../index/vault-file.ts';
import { parseWhole } from '../note/parse-file.ts';
import type { Link } from '../note/parsed-note.ts';
import type { Resolution } from '../resolve/resolve-link.ts';
import type { Vault } from '../vault.ts';
import { breath } from './breath.ts';
import { problemLine } from './problem.ts';
import { Page } from './trailer.ts';
import { resolveNow } from './verdict.ts';

/** Links of a text that lead nowhere and did not do so before: all of them counted, and lines for some. */
export interface NewlyBroken {
  count: number;
  shown: number;
  lines: string;
}

/** Links looked up in one go: some milliseconds. */
const LINKS_A_TURN = 1_000;

/**
 * What a new text of a note would break. A link that led nowhere before does not count, and links to the note itself
 * lead into the new text. Throws `ToolError` (`cancelled`).
 */
export async function newlyBroken(
  vault: Vault,
  path: string,
  { before, after }: { before: string | undefined; after: string },
  signal: AbortSignal,
): Promise<NewlyBroken> {
  const known = new Set<string>();
  if (before !== undefined) {
    const { links } = await parseWhole(path, before);
    for await (const { link } of broken(links, (one) => resolveNow(vault, one, path), signal)) {
      known.add(keyOf(link));
    }
  }
  const note = await parseWhole(path, after);
  const written = vaultFile(path, NoteFacts.of(note));
  const page = new Page();
  let [count, shown] = [0, 0];
  for await (const { link, found } of broken(
    note.links,
    (one) => resolveNow(vault, one, path, written),
    signal,
  )) {
    if (known.has(keyOf(link))) continue;
    if (count++ > shown) continue;
    if (page.add(problemLine(vault, { text: after, link, from: path }, found))) shown++;
    await breath(signal);
  }
  return { count, shown, lines: page.text };
}

async function* broken(
  links: readonly Link[],
  resolve: (link: Link) => Promise<Resolution>,
  signal: AbortSignal,
): AsyncGenerator<{ link: Link; found: Resolution }> {
  for (const [at, link] of links.entries()) {
    if (at % LINKS_A_TURN === LINKS_A_TURN - 1) await breath(signal);
    const found = await resolve(link);
    if (found.status !== 'resolved' && found.status !== 'ambiguous') yield { link, found };
  }
}

function keyOf({ path, subpath, syntax }: Link): string {
  return `${syntax === 'path'} ${path}${subpath}`;
}
