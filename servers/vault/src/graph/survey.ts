import type { VaultFile } from '../index/vault-file.ts';
import type { VaultIndex } from '../index/vault-index.ts';
import { isMarkdown } from '../link/fold.ts';
import { isRead } from '../note/parse-file.ts';
import { resolveLink } from '../resolve/resolve-link.ts';
import { safePath } from '../resolve/safe-path.ts';

/** The state of all links of a vault. Lists are in no order but where one is named. */
export interface Survey {
  files: number;
  notes: number;
  links: number;
  /** Links with one target, and links for which a rule had to choose. */
  resolved: number;
  ambiguous: number;
  /** Links to headings or blocks that are not in the file they lead to. */
  anchorsMissing: number;
  /** Paths that lead nowhere, as they are written: those with most links first. */
  missing: { path: string; links: number; files: number }[];
  /** Notes that no other file links to. */
  orphans: VaultFile[];
  /** Notes without a link to another file. */
  deadEnds: VaultFile[];
  /** Files of one name, where there are several. */
  duplicates: (readonly VaultFile[])[];
  /** Notes that no link can name. */
  unlinkable: VaultFile[];
}

/** Looks at every link. In steps that the caller may pause between: each is one file. */
export function* survey(index: VaultIndex): Generator<undefined, Survey> {
  const missing = new Map<string, { path: string; links: number; files: number; last: VaultFile }>();
  const linkedTo = new Set<VaultFile>();
  const deadEnds: VaultFile[] = [];
  const count = { links: 0, resolved: 0, ambiguous: 0, anchorsMissing: 0 };
  for (const from of index.files()) {
    let leads = false;
    for (const link of from.facts?.links ?? []) {
      const { status, file } = resolveLink(index, link, from.path);
      count.links++;
      if (status === 'resolved') count.resolved++;
      else if (status === 'ambiguous') count.ambiguous++;
      else if (status === 'anchor_missing') count.anchorsMissing++;
      if (file !== undefined && file !== from) linkedTo.add(file);
      if (file !== undefined && file !== from) leads = true;
      if (file !== undefined) continue;
      const known = missing.get(link.path);
      if (known === undefined) missing.set(link.path, { path: link.path, links: 1, files: 1, last: from });
      else
        Object.assign(known, {
          links: known.links + 1,
          files: known.files + (known.last === from ? 0 : 1),
          last: from,
        });
    }
    if (!leads && isRead(from.path)) deadEnds.push(from);
    yield;
  }
  const notes = [...index.files()].filter(({ path }) => isMarkdown(path));
  return {
    files: index.size,
    notes: notes.length,
    ...count,
    missing: [...missing.values()]
      .map(({ path, links, files }) => ({ path, links, files }))
      .sort((a, b) => b.links - a.links || (a.path < b.path ? -1 : 1)),
    orphans: notes.filter((file) => !linkedTo.has(file)),
    deadEnds,
    duplicates: duplicatesIn(index),
    unlinkable: notes.filter(({ path }) => path.includes('#')).filter((file) => unlinkable(index, file)),
  };
}

function duplicatesIn(index: VaultIndex): (readonly VaultFile[])[] {
  return [...index.names().entries()].map(([, files]) => files).filter((files) => files.length > 1);
}

function unlinkable(index: VaultIndex, file: VaultFile): boolean {
  return (['wiki', 'markdown'] as const).every(
    (syntax) => safePath(index, file, undefined, syntax) === undefined,
  );
}
