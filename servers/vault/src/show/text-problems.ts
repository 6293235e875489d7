import type { LinkCounts } from '../graph/file-links.ts';
import { NoteFacts } from '../index/note-facts.ts';
import { vaultFile } from '../index/vault-file.ts';
import { parseWhole } from '../note/parse-file.ts';
import type { Link } from '../note/parsed-note.ts';
import type { Resolution } from '../resolve/resolve-link.ts';
import type { Vault } from '../vault.ts';
import { breath } from './breath.ts';
import type { Listed } from './listed.ts';
import { problemLine } from './problem.ts';
import { resolveNow } from './verdict.ts';

/** Milliseconds for which links are looked up in one go. Looking for what was meant takes longer than that. */
const SLICE_MS = 8;

export interface Draft {
  text: string;
  from: string;
  /** It is not in the vault as it is here: links to it lead to this text. */
  isNew: boolean;
}

interface Problem {
  link: Link;
  found: Resolution;
}

/** What is wrong with the links of a text, in their order. Throws `ToolError` (`cancelled`). */
export async function checkText(
  vault: Vault,
  { text, from, isNew }: Draft,
  signal: AbortSignal,
): Promise<{ counts: LinkCounts; list: Listed }> {
  const note = await parseWhole(from, text);
  const written = isNew ? vaultFile(from, NoteFacts.of(note)) : undefined;
  const counts: LinkCounts = { resolved: 0, ambiguous: 0, missing: 0, anchor_missing: 0, invalid: 0 };
  const problems: Problem[] = [];
  let until = performance.now() + SLICE_MS;
  for (const link of note.links) {
    if (performance.now() > until) {
      await breath(signal);
      until = performance.now() + SLICE_MS;
    }
    const found = await resolveNow(vault, link, from, written);
    counts[found.status]++;
    if (found.status !== 'resolved') problems.push({ link, found });
  }
  const list: Listed = {
    count: problems.length,
    keyAt: (row) => keyOf(problems[row]),
    async *linesFrom(row) {
      for (const { link, found } of problems.slice(row)) {
        await breath(signal);
        yield problemLine(vault, { text, link, from }, found);
      }
    },
  };
  return { counts, list };
}

function keyOf(problem: Problem | undefined): string | undefined {
  return problem && `${problem.link.line} ${problem.link.path}${problem.link.subpath}`;
}
