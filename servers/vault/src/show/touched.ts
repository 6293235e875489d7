import { clip, oneLine, throwIfCancelled } from '@ashlar/kit/files';
import { sliced } from '../disk/sliced.ts';
import { type Touch, type Touched, touchedLinks } from '../graph/touched-links.ts';
import type { VaultFile } from '../index/vault-file.ts';
import type { Vault } from '../vault.ts';
import { counted, fillingFact, Page } from './trailer.ts';

/** Rows and bytes of the links that are shown; all are counted. */
const MOST_SHOWN = { rows: 10, bytes: 4_000 };
const MOST_TARGET = 200;

const WORDS: Record<Touch, (links: string) => string> = {
  anchor_gone: (links) => `${links} of other notes led to headings or blocks that are gone`,
  captured: (links) => `${links} of other notes led elsewhere until now`,
  ambiguous: (links) => `${links} of other notes had one target until now`,
};

/** What a written note does to links of other notes: some of them, and facts for the trailer. */
export interface TouchedOthers {
  lines: string[];
  facts: (string | undefined)[];
}

/** Looks at the index as it is before the note is written. Throws `ToolError` (`cancelled`). */
export async function touchedOthers(
  { index, waiting }: Vault,
  written: VaultFile,
  signal: AbortSignal,
): Promise<TouchedOthers> {
  const counts: Record<Touch, number> = { anchor_gone: 0, captured: 0, ambiguous: 0 };
  const page = new Page(MOST_SHOWN);
  const take = (touched: Touched | undefined) => {
    if (touched === undefined) return;
    counts[touched.touch]++;
    page.add(lineOf(touched, written));
  };
  await sliced(touchedLinks(index, written), take, () => signal.aborted);
  throwIfCancelled(signal);
  const touches = (Object.keys(WORDS) as Touch[]).filter((touch) => counts[touch] > 0);
  const total = touches.reduce((sum, touch) => sum + counts[touch], 0);
  const { lines } = page;
  return {
    lines,
    facts: [
      ...touches.map((touch) => WORDS[touch](counted(counts[touch], 'link'))),
      lines.length < total ? `only ${lines.length} of these ${total} are shown` : undefined,
      fillingFact(waiting),
    ],
  };
}

/** `Log.md:7: Plan#Goals  its heading or block is gone`. */
function lineOf({ from, link, to, touch }: Touched, written: VaultFile): string {
  const where = `${oneLine(from.path)}:${link.line}: ${clip(oneLine(link.path + link.subpath), MOST_TARGET)}`;
  if (touch === 'anchor_gone') return `${where}  its heading or block is gone`;
  const before = oneLine(to.file?.path ?? '');
  if (touch === 'captured') return `${where}  leads to ${oneLine(written.path)} now, before to ${before}`;
  return `${where}  is ambiguous now, and leads to ${before} still`;
}
