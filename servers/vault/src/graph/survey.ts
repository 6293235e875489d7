import type { VaultFile } from '../index/vault-file.ts';
import type { VaultIndex } from '../index/vault-index.ts';
import { isMarkdown } from '../link/fold.ts';
import { isRead } from '../note/parse-file.ts';
import { safePath } from '../resolve/safe-path.ts';
import { counting } from './counting.ts';
import type { Edge } from './edges.ts';
import { countLinks, type FileLinks } from './file-links.ts';
import { sorted } from './sorted.ts';

/** A path that leads nowhere, as it is written. */
export interface Missing {
  path: string;
  links: number;
  /** Files with such a link. */
  files: number;
  /** Where it stands in the last of them. */
  at: { file: VaultFile; line: number };
}

/** The state of all links of a vault. Files are in the order of their paths where no other is named. */
export interface Survey {
  files: number;
  notes: number;
  links: number;
  /** Links with one target, links for which a rule had to choose, and links that lead nowhere. */
  resolved: number;
  ambiguous: number;
  unresolved: number;
  /** Links to headings or blocks that are not in the file they lead to. */
  anchorsMissing: number;
  /** What most files refer to first. */
  missing: Missing[];
  /** Files with links to missing headings or blocks. */
  brokenAnchors: FileLinks[];
  /** Notes that no other file links to. */
  orphans: VaultFile[];
  /** Notes without a link to another file. */
  deadEnds: VaultFile[];
  /** How many names are those of several files; and all those files, one name after another. */
  duplicateNames: number;
  duplicates: VaultFile[];
  /** Notes that no link can name. */
  unlinkable: VaultFile[];
}

/** What the links of a vault come to. */
class Tally {
  readonly missing = new Map<string, Missing>();
  readonly linkedTo = new Set<VaultFile>();
  readonly deadEnds: VaultFile[] = [];
  readonly brokenAnchors: FileLinks[] = [];
  readonly count = { links: 0, resolved: 0, ambiguous: 0, unresolved: 0, anchorsMissing: 0 };
  #leads = false;

  see({ from, link, to: { file } }: Edge): void {
    if (file === undefined) return this.#miss(link.path, from, link.line);
    if (file === from) return;
    this.linkedTo.add(file);
    this.#leads = true;
  }

  end(counted: FileLinks): void {
    const { file, resolved, ambiguous, missing, invalid, anchor_missing: anchors } = counted;
    if (!this.#leads && isRead(file.path)) this.deadEnds.push(file);
    this.#leads = false;
    if (anchors > 0) this.brokenAnchors.push(counted);
    const { count } = this;
    count.links += resolved + ambiguous + missing + invalid + anchors;
    count.resolved += resolved;
    count.ambiguous += ambiguous;
    count.unresolved += missing + invalid;
    count.anchorsMissing += anchors;
  }

  #miss(path: string, file: VaultFile, line: number): void {
    const known = this.missing.get(path);
    if (known === undefined) this.missing.set(path, { path, links: 1, files: 1, at: { file, line } });
    else {
      known.links++;
      // Files come one after another.
      if (known.at.file === file) return;
      known.files++;
      known.at = { file, line };
    }
  }
}

/**
 * Looks at every link. In steps that the caller may pause between, each of which takes far less than a millisecond
 * and yields how many files are done. What changes in the meantime may be seen before or after.
 */
export function* survey(index: VaultIndex): Generator<number, Survey> {
  const all: VaultFile[] = [];
  for (const file of index.files()) {
    all.push(file);
    yield 0;
  }
  const files = yield* counting(0, sorted(all, byPath));
  const tally = new Tally();
  for (const [at, file] of files.entries()) {
    const steps = countLinks(index, file, (edge) => tally.see(edge));
    tally.end(yield* counting(at, steps));
  }
  const notes: VaultFile[] = [];
  const orphans: VaultFile[] = [];
  const unlinkable: VaultFile[] = [];
  for (const file of files) {
    if (!isMarkdown(file.path)) continue;
    notes.push(file);
    if (!tally.linkedTo.has(file)) orphans.push(file);
    if (isUnlinkable(index, file)) unlinkable.push(file);
    yield files.length;
  }
  return {
    files: files.length,
    notes: notes.length,
    ...tally.count,
    missing: yield* counting(files.length, sorted([...tally.missing.values()], byReferrers)),
    brokenAnchors: tally.brokenAnchors,
    orphans,
    deadEnds: tally.deadEnds,
    ...(yield* duplicatesIn(index, files.length)),
    unlinkable,
  };
}

function* duplicatesIn(
  index: VaultIndex,
  done: number,
): Generator<number, Pick<Survey, 'duplicates' | 'duplicateNames'>> {
  const names: [name: string, files: readonly VaultFile[]][] = [];
  for (const named of index.names().entries()) {
    if (named[1].length > 1) names.push(named);
    yield done;
  }
  const inOrder = yield* counting(
    done,
    sorted(names, ([a], [b]) => compared(a, b)),
  );
  const duplicates: VaultFile[] = [];
  for (const [, files] of inOrder) for (const file of files) duplicates.push(file);
  return { duplicates, duplicateNames: names.length };
}

/** Only a `#`, and a path that differs from another one by its case alone, are beyond every way to write a link. */
function isUnlinkable(index: VaultIndex, file: VaultFile): boolean {
  if (!file.path.includes('#') && index.at(file.key).length === 1) return false;
  return (['wiki', 'markdown'] as const).every(
    (syntax) => safePath(index, file, undefined, syntax) === undefined,
  );
}

function byPath(a: VaultFile, b: VaultFile): number {
  return compared(a.path, b.path);
}

function byReferrers(a: Missing, b: Missing): number {
  return b.files - a.files || b.links - a.links || compared(a.path, b.path);
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
