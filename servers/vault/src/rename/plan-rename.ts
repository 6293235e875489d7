import { namesOf } from '../graph/edges.ts';
import { Overlay } from '../index/overlay.ts';
import { type VaultFile, vaultFile } from '../index/vault-file.ts';
import type { VaultIndex } from '../index/vault-index.ts';
import { isRead, parseFile } from '../note/parse-file.ts';
import type { ReadYaml } from '../note/parse-note.ts';
import type { Link } from '../note/parsed-note.ts';
import type { Edit } from '../note/respell.ts';
import { type Resolution, resolveLink } from '../resolve/resolve-link.ts';
import { rewriteLink } from './rewrite-link.ts';

/** From one path to another, both relative to the vault and with their extensions. */
export interface Move {
  from: string;
  to: string;
}

/** Why a link is rewritten: its file moves, or the move would make it lead elsewhere, nowhere, or to several files. */
export type Reason = 'follows' | 'captured' | 'lost' | 'ambiguous';

export interface PlannedEdit extends Edit {
  /** Where the link begins; one with its label to be changed has two edits. */
  link: number;
  line: number;
  reason: Reason;
  /** The whole link, before and after. */
  before: string;
  after: string;
}

/** What has to change in one file; offsets are those of its text before, sorted and apart from each other. */
export interface PlannedFile {
  /** Where the file is now; it may move too. */
  path: string;
  edits: PlannedEdit[];
}

/** A link that cannot be kept: no link text leads to the new path from there. */
export interface Unlinkable {
  path: string;
  line: number;
  link: string;
}

export interface RenamePlan {
  moves: readonly Move[];
  files: PlannedFile[];
  unlinkable: Unlinkable[];
  /** Files with links that the move may concern, and whose text cannot be read now. */
  unreadable: string[];
}

export interface Texts {
  /** The text of a file, as it was when it was indexed; undefined where it is gone or no text. */
  read(path: string): string | undefined;
  readYaml?: ReadYaml;
}

/** What a rename works with. */
export interface Renaming {
  before: VaultIndex;
  after: Overlay;
  /** Files that move, and what they become. */
  moved: ReadonlyMap<VaultFile, VaultFile>;
}

/**
 * What has to be rewritten so that every link leads where it led, when files move: all of a folder at once, or one.
 * Nothing is changed here. Moves from paths that the index does not have are left out; that nothing is in the way at
 * the new paths, and that a note stays one, is for the caller to see to.
 */
export function planRename(index: VaultIndex, moves: readonly Move[], texts: Texts): RenamePlan {
  const steps = planning(index, moves, texts);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** A file that has been gone through, and what has to change in it, if anything. */
export interface PlanStep {
  planned: PlannedFile | undefined;
  /** Files that remain. */
  left: number;
}

/** The same in steps, one for each file that links may have to change in. */
export function* planning(
  index: VaultIndex,
  moves: readonly Move[],
  texts: Texts,
): Generator<PlanStep, RenamePlan, undefined> {
  const moved = new Map<VaultFile, VaultFile>();
  for (const { from, to } of moves) {
    const file = index.get(from);
    if (file !== undefined) moved.set(file, vaultFile(to, file.facts));
  }
  const after = new Overlay(index, moved.keys(), moved.values());
  const renaming = { before: index, after, moved };
  const plan: RenamePlan = { moves, files: [], unlinkable: [], unreadable: [] };
  const touched = [...touchedBy(index, moved)].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const [at, file] of touched.entries()) {
    const planned = planFile(file, renaming, texts, plan);
    if (planned !== undefined) plan.files.push(planned);
    yield { planned, left: touched.length - at - 1 };
  }
  return plan;
}

/** Files with links that a move may concern: by an old name, by a new one, and those that move themselves. */
export function touchedBy(index: VaultIndex, moved: ReadonlyMap<VaultFile, VaultFile>): Set<VaultFile> {
  const names = new Set<string>();
  for (const file of [...moved.keys(), ...moved.values()]) for (const name of namesOf(file)) names.add(name);
  const touched = new Set(moved.keys());
  for (const name of names) for (const file of index.mentioning(name)) touched.add(file);
  return touched;
}

function planFile(
  file: VaultFile,
  renaming: Renaming,
  texts: Texts,
  plan: RenamePlan,
): PlannedFile | undefined {
  if (file.facts === undefined ? !isRead(file.path) : file.facts.linkCount === 0) return undefined;
  const text = texts.read(file.path);
  if (text === undefined) {
    plan.unreadable.push(file.path);
    return undefined;
  }
  const edits: PlannedEdit[] = [];
  for (const link of parseFile(file.path, text, texts.readYaml).links) {
    const reason = reasonFor(link, file, renaming);
    if (reason === undefined) continue;
    const written = text.slice(link.start, link.end);
    const changes = rewriteLink(text, link, file, renaming);
    if (changes === undefined) plan.unlinkable.push({ path: file.path, line: link.line, link: written });
    else {
      const after = applied(text, changes, link.start, link.end);
      for (const edit of changes)
        edits.push({ ...edit, link: link.start, line: link.line, reason, before: written, after });
    }
  }
  return edits.length === 0 ? undefined : { path: file.path, edits: edits.sort((a, b) => a.start - b.start) };
}

function reasonFor(link: Link, file: VaultFile, { before, after, moved }: Renaming): Reason | undefined {
  const now = resolveLink(before, link, file.path);
  if (now.file === undefined) return undefined;
  const then = resolveLink(after, link, (moved.get(file) ?? file).path);
  const wanted = moved.get(now.file) ?? now.file;
  if (then.file === wanted) return isAmbiguous(then) && !isAmbiguous(now) ? 'ambiguous' : undefined;
  if (moved.has(now.file)) return 'follows';
  return then.file === undefined ? 'lost' : 'captured';
}

function isAmbiguous({ candidates }: Resolution): boolean {
  return candidates.length > 1;
}

/** A piece of a text with edits inside of it made. Edits are sorted and apart from each other. */
export function applied(text: string, edits: readonly Edit[], start = 0, end = text.length): string {
  let result = '';
  let at = start;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at, end);
}
