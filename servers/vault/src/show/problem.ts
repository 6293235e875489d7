import { setImmediate as turn } from 'node:timers/promises';
import { oneLine, throwIfCancelled } from '@ashlar/kit/files';
import type { Link } from '../note/parsed-note.ts';
import type { Resolution } from '../resolve/resolve-link.ts';
import type { Vault } from '../vault.ts';
import { safeLink, shownLink, suggestionsFor } from './verdict.ts';

/** A link as it stands in the text of a note, or of one to be written at `from`. */
export interface StandingLink {
  text: string;
  link: Link;
  from: string;
}

/** What is wrong with a link, and what to write instead: `12: [[Suop]]  no such file; write [[Soup]] (typo: …)`. */
export function problemLine(vault: Vault, asked: StandingLink, found: Resolution): string {
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

/** Others have their turn. Throws `ToolError` (`cancelled`). */
export async function breath(signal: AbortSignal): Promise<void> {
  await turn();
  throwIfCancelled(signal);
}
