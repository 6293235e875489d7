import { oneLine } from '@ashlar/kit/files';
import type { LinkCounts } from '../graph/file-links.ts';
import type { Link } from '../note/parsed-note.ts';
import type { Resolution } from '../resolve/resolve-link.ts';
import type { Vault } from '../vault.ts';
import { counted } from './trailer.ts';
import { safeLink, shownLink, suggestionsFor } from './verdict.ts';

/** A link, and the text and the note that it stands in. */
export interface Asked {
  text: string;
  link: Link;
  from: string;
}

/** What is wrong with a link, and what to write instead: `12: [[Plam]]  no such file; write [[Plan]] (typo: Plan.md)`. */
export function problemLine(vault: Vault, asked: Asked, found: Resolution): string {
  const { link, text } = asked;
  const head = `${link.line}: ${shownLink(text.slice(link.start, link.end))}`;
  const { status, file, candidates, rule } = found;
  if (status === 'ambiguous' && file !== undefined) {
    const safe = safeLink(vault, asked, file);
    const leads = `ambiguous, leads to ${oneLine(file.path)} by ${rule}, 1 of ${candidates.length}`;
    return `${head}  ${leads}${safe === undefined ? '' : `; write ${safe}`}`;
  }
  const what = status === 'anchor_missing' ? 'no such heading or block' : 'no such file';
  const where = file === undefined ? '' : ` in ${oneLine(file.path)}`;
  const fixes = suggestionsFor(vault, asked, found).map((one) => `${one.text} (${one.why}: ${one.path})`);
  return `${head}  ${what}${where}${fixes.length === 0 ? '' : `; write ${fixes.join(' or ')}`}`;
}

export function countFacts({
  resolved,
  ambiguous,
  missing,
  invalid,
  anchor_missing: anchors,
}: LinkCounts): string[] {
  return [
    counted(resolved + ambiguous + missing + invalid + anchors, 'link'),
    `${missing + invalid} broken`,
    `${anchors} with a missing heading or block`,
    `${ambiguous} ambiguous`,
  ];
}
