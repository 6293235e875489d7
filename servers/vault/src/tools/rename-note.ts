import { defineTool, type Handles, type Reply, ToolError } from '@ashlar/kit';
import { contentVersion, oneLine, quoted, throwIfCancelled } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { look } from '../disk/look.ts';
import { noteAt, spellingsOf } from '../find-note.ts';
import { fold, nameOf } from '../link/fold.ts';
import { isRead } from '../note/parse-file.ts';
import { taken } from '../rename/move-file.ts';
import type { Move } from '../rename/plan-rename.ts';
import { type PreparedRename, prepareRename } from '../rename/prepare-rename.ts';
import { inTime } from '../show/in-time.ts';
import { factsOf, showPlan } from '../show/plan.ts';
import { targetAt } from '../target-path.ts';
import type { Vault } from '../vault.ts';

/** Milliseconds that a plan can be carried out for. */
const GOOD_FOR_MS = 10 * 60_000;
/** Milliseconds after which a rename that is still being carried out is answered. */
const ANSWER_BY_MS = 45_000;
/** Files named to a person who is asked. */
const MOST_NAMED = 30;

export const renameNote = defineTool({
  name: 'rename_note',
  title: 'Rename a note',
  description:
    'Rename or move a note or any file, and every link to it. Answers with the plan, link by link; apply carries it out, all or nothing.',
  input: z.object({
    from: z.string().min(1),
    to: z.string().min(1),
    apply: z.string().optional().describe('The word that the plan of this rename ends with.'),
    cursor: z.string().optional(),
  }),
  access: 'write',
  hints: { destructive: true },
  // Not `must`, though it changes much at once: it loses nothing, and renaming back takes it back.
  approval: ({ apply }) => (apply === undefined ? 'never' : 'if possible'),
  async preview({ from, to, apply = '' }, context: Context) {
    const move = await moveOf(context, from, to);
    const digest = await digestIn(apply, move, context.vault, context.handles);
    const { plan } = await asPlanned(move, digest, context);
    const names = plan.files.slice(0, MOST_NAMED).map(({ path }) => oneLine(path));
    const more = plan.files.length > names.length ? [`and ${plan.files.length - names.length} more`] : [];
    return { summary: [`Renames ${factsOf(plan)}:`, ...names, ...more].join('\n'), version: digest };
  },
  async run({ from, to, apply, cursor }, context: Context): Promise<Reply> {
    const move = await moveOf(context, from, to);
    if (apply !== undefined) return carriedOut(move, apply, context);
    const { plan, digest } = await prepared(move, context);
    if (isLossy(plan)) return showPlan(plan, { cursor });
    const { handle } = await context.handles.mint(sealedOf(context.vault, move, digest), GOOD_FOR_MS);
    return showPlan(plan, { cursor, handle });
  },
});

/** A call ends after 60 s, and a rename that has been begun does not: that has to be told in time. */
async function carriedOut(move: Move, apply: string, context: Context): Promise<Reply> {
  const { vault, log } = context;
  const digest = await digestIn(apply, move, vault, context.handles);
  let begun = false;
  const task = carryOut(move, digest, context, () => {
    begun = true;
  });
  const done = (await inTime(task, ANSWER_BY_MS)) ?? (begun ? undefined : await task);
  if (done !== undefined) return `Renamed ${done}.`;
  task.catch((error) => log.warn('a rename that was under way failed', { error }));
  return 'The rename is under way and ends by itself; if this server is stopped, with its next start. Look at the note in a minute.';
}

/** Gives the facts of what was done. Nothing is changed before `begin` is called, and nothing stops it after that. */
async function carryOut(move: Move, digest: string, context: Context, begin: () => void): Promise<string> {
  const { vault, signal, progress } = context;
  const { plan } = await vault.renames.exclusively(signal, async (carry) => {
    const now = await asPlanned(await moveOf(context, move.from, move.to), digest, context);
    throwIfCancelled(signal);
    begin();
    const total = now.journal.files.length;
    await carry(now.journal, (count) => progress(count, total, 'files written'));
    return now;
  });
  await vault.seen([move.from, move.to, ...plan.files.map(({ path }) => path)]);
  return factsOf(plan);
}

function prepared(move: Move, { vault, signal, progress }: Context): Promise<PreparedRename> {
  const { index, source } = vault;
  return prepareRename(move, { index, source, signal, progress });
}

/** The plan anew, from the files as they are now. Throws `ToolError` (`conflict`) where it is another. */
async function asPlanned(move: Move, digest: string, context: Context): Promise<PreparedRename> {
  const now = await prepared(move, context);
  if (now.digest !== digest || isLossy(now.plan)) throw changed();
  return now;
}

/** Both paths as the vault spells them, all notes read. Throws `ToolError` where there is nothing to be renamed. */
async function moveOf({ vault, signal, progress }: Context, from: string, to: string): Promise<Move> {
  const file = await noteAt(vault, from, signal);
  await vault.whole(signal, progress);
  await vault.ready(signal, spellingsOf(to));
  const target = targetAt(vault, 'to', withExtensionOf(file.path, to));
  const path = fold(target.path) === file.key ? to.replace(/^(?:\.?\/)+/, '') : target.path;
  if (path === file.path) throw new ToolError('invalid_input', `to: ${quoted(path)} is its path already.`);
  const isOther = target.file !== undefined && target.file.path !== file.path;
  if (isOther || (target.file === undefined && look(vault.source, path) !== undefined)) throw taken(path);
  return { from: file.path, to: path };
}

/** A file stays of its kind: links to it are written by its extension. */
function withExtensionOf(from: string, to: string): string {
  const extension = /\.[^.]+$/.exec(nameOf(from))?.[0] ?? '';
  if (to.endsWith('/')) return to + nameOf(from);
  const same = to.toLowerCase().endsWith(extension.toLowerCase()) && isRead(to) === isRead(from);
  if (same) return to;
  throw new ToolError('invalid_input', `to: does not end in ${quoted(extension)}, as the file does.`, {
    hint: `Use ${quoted(to + extension)}.`,
  });
}

function isLossy({ unlinkable, unreadable }: PreparedRename['plan']): boolean {
  return unlinkable.length + unreadable.length > 0;
}

/** Short, because a model repeats it: which rename of which vault, and what it would do. */
function sealedOf({ source }: Vault, { from, to }: Move, digest: string): string[] {
  return [contentVersion(Buffer.from(JSON.stringify([source.vault.real, from, to]))), digest];
}

/** The digest that a handle holds, if it is of this rename. */
async function digestIn(apply: string, move: Move, vault: Vault, handles: Handles): Promise<string> {
  const sealed = (await handles.open(apply))?.data as string[] | undefined;
  const digest = sealed?.[1] ?? '';
  if (JSON.stringify(sealed) === JSON.stringify(sealedOf(vault, move, digest))) return digest;
  throw new ToolError('invalid_input', 'apply: is not of a plan of this rename, or has expired.', {
    hint: 'Call without apply, and use what that plan ends with.',
  });
}

function changed(): ToolError {
  return new ToolError('conflict', 'The notes have changed since the rename was planned. Nothing was done.', {
    hint: 'Plan it anew, without apply.',
  });
}
