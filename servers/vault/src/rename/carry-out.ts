import { ToolError } from '@ashlar/kit/errors';
import { quoted, replaceFile } from '@ashlar/kit/files';
import { look } from '../disk/look.ts';
import type { Source } from '../disk/open-source.ts';
import { slotAt } from '../disk/slot-at.ts';
import { isRead } from '../note/parse-file.ts';
import { bytesOn, type Side } from './exchange.ts';
import type { Journal, JournalFile } from './journal.ts';
import { moveFile } from './move-file.ts';

/** Files that are written at once: most of the time goes into waiting for the disk. */
const AT_ONCE = 8;
/** Milliseconds after which a lock on a file is of the process that was killed: the rename's own lock is held. */
const DEAD_MS = 1_000;

/** What happened to one path that could not be brought to where it was to be. */
export interface Left {
  path: string;
  error: ToolError;
}

export interface Way {
  /** What is to be at the end: all as planned, or all as before. */
  side: Side;
  /** Goes on with the rest where something fails, as a rename that was begun has to be brought to an end. */
  throughFailures: boolean;
  /** Told of each file that is on that side now. */
  done?(file: JournalFile): void;
}

/**
 * Brings the vault to one side of a rename, wherever it was left: a file is on either side of it already, or somebody has
 * changed it, and then it is left alone. Every path is asked of the guard. Throws `ToolError` for the first failure
 * unless that is to be gone through; what is returned was left alone.
 */
export async function carryOut(source: Source, journal: Journal, way: Way): Promise<Left[]> {
  const left: Left[] = [];
  const attempt = async (path: string, task: () => Promise<void>) => {
    try {
      await task();
    } catch (error) {
      if (!way.throughFailures || !(error instanceof ToolError)) throw error;
      left.push({ path, error });
    }
  };
  const { from, to } = journal;
  if (way.side === 'before') await attempt(from, () => moveBack(source, journal));
  await eachOf(journal.files, (file) =>
    attempt(file.path, async () => {
      await setText(source, journal, file, way.side);
      way.done?.(file);
    }),
  );
  if (way.side === 'after') await attempt(from, () => moveFile(source, from, to));
  return left;
}

/** Whether somebody else's file has taken the new path of a rename that has not come to its move. */
export function isTaken(source: Source, { from, to }: Journal): boolean {
  const [old, now] = [look(source, from), look(source, to)];
  if (old?.kind !== 'file' || now === undefined) return false;
  return now.kind === 'folder' || !sameState(old.file, now.file);
}

/** Two names of one file tell the same of it, whatever that is. */
function sameState(one: { size: number; mtimeMs: number; ctimeMs: number }, other: typeof one): boolean {
  return one.size === other.size && one.mtimeMs === other.mtimeMs && one.ctimeMs === other.ctimeMs;
}

/** Nothing to be moved back where the file never left, whoever has the new path. */
async function moveBack(source: Source, journal: Journal): Promise<void> {
  const { from, to } = journal;
  if (look(source, from) !== undefined && (look(source, to) === undefined || isTaken(source, journal)))
    return;
  await moveFile(source, to, from);
}

/** Eight at a time, in their order; the first failure ends it once those under way have ended. */
async function eachOf(
  files: readonly JournalFile[],
  task: (file: JournalFile) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async () => {
    for (let file = files[next++]; file !== undefined && !failed; file = files[next++]) {
      try {
        await task(file);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}

async function setText(source: Source, journal: Journal, file: JournalFile, side: Side): Promise<void> {
  const path = whereIs(source, journal, file.path);
  if (!isRead(path)) throw changed(path);
  const slot = slotAt(source, path);
  try {
    const make = (bytes: Buffer | undefined) => {
      const made = bytes && bytesOn(side, file, bytes);
      if (made === undefined) throw changed(path);
      return made;
    };
    await replaceFile(slot, make, { mustExist: true, staleMs: DEAD_MS });
  } finally {
    slot.close();
  }
}

/** The file that moves may have its new path already. */
function whereIs(source: Source, { from, to }: Journal, path: string): string {
  return path === from && look(source, from) === undefined ? to : path;
}

function changed(path: string): ToolError {
  return new ToolError('conflict', `${quoted(path)} was changed by another program meanwhile.`, {
    hint: 'Plan the rename anew.',
    retryable: false,
  });
}
