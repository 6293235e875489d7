import { setImmediate as turn } from 'node:timers/promises';
import { ToolError } from '@ashlar/kit/errors';
import { contentVersion, throwIfCancelled } from '@ashlar/kit/files';
import { editable } from '../disk/encode.ts';
import type { Source } from '../disk/open-source.ts';
import { readNoteBytes } from '../disk/read-note.ts';
import { vaultFile } from '../index/vault-file.ts';
import type { VaultIndex } from '../index/vault-index.ts';
import { openYaml, type ReadYaml } from '../note/parse-note.ts';
import { journalFile } from './exchange.ts';
import type { Journal } from './journal.ts';
import { type Move, planning, type RenamePlan, touchedBy } from './plan-rename.ts';

/** A rename, ready to be carried out. */
export interface PreparedRename {
  plan: RenamePlan;
  journal: Journal;
  /** Another one means that a file of the plan, or what is to be done, is another. */
  digest: string;
}

export interface Preparing {
  index: VaultIndex;
  source: Source;
  signal: AbortSignal;
  progress(done: number, total: number, message: string): void;
}

/** Milliseconds for which the thread that answers is kept at a time. */
const SLICE_MS = 8;
/** Plans made while the vault changes below them, before it is given up. */
const TRIES = 3;

/**
 * Plans a rename on the files as they are on the disk now, without keeping the thread. A file that is not in UTF-8 counts
 * as unreadable. Throws `ToolError`: `cancelled`, and `conflict` where the vault does not keep still.
 */
export async function prepareRename(move: Move, preparing: Preparing): Promise<PreparedRename> {
  const readYaml = await openYaml();
  for (let tries = 0; tries < TRIES; tries++) {
    const before = standing(preparing.index, move);
    const prepared = await prepareOnce(move, preparing, readYaml);
    if (sameFiles(before, standing(preparing.index, move))) return prepared;
  }
  throw new ToolError('conflict', 'The notes keep changing while the rename is planned.', {
    hint: 'Try again in a moment.',
    retryable: true,
  });
}

async function prepareOnce(
  move: Move,
  { index, source, signal, progress }: Preparing,
  readYaml: ReadYaml,
): Promise<PreparedRename> {
  const journal: Journal = { format: 1, vault: source.vault.real, undo: false, ...move, files: [] };
  let last = Buffer.alloc(0);
  const read = (path: string) => {
    const found = readNoteBytes(source, path);
    if ('kind' in found) return undefined;
    // The bytes hold until the next reading only.
    last = Buffer.from(found.bytes);
    return editable(last)?.text;
  };
  const steps = planning(index, [move], { read, readYaml });
  let until = performance.now() + SLICE_MS;
  for (let done = 1; ; done++) {
    const step = steps.next();
    if (step.done) return { plan: step.value, journal, digest: digestOf(step.value, journal) };
    const { planned, left } = step.value;
    const kept = planned && journalFile(planned, last);
    if (kept !== undefined) journal.files.push(kept);
    if (performance.now() < until) continue;
    progress(done, done + left, 'planned');
    await turn();
    throwIfCancelled(signal);
    until = performance.now() + SLICE_MS;
  }
}

/** What a plan is made from: as long as these are the same, so is where links lead. */
function standing(index: VaultIndex, { from, to }: Move): unknown[] {
  const file = index.get(from);
  if (file === undefined) return [index.revision];
  return [index.revision, ...touchedBy(index, new Map([[file, vaultFile(to, file.facts)]]))];
}

function sameFiles(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, at) => item === other[at]);
}

function digestOf({ unlinkable, unreadable }: RenamePlan, journal: Journal): string {
  return contentVersion(Buffer.from(JSON.stringify([journal, unlinkable, unreadable])));
}
