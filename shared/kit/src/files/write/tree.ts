import { closeSync, constants, existsSync, lstatSync, opendirSync, openSync, type Stats } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { ToolError } from '../../errors.ts';
import { throwIfCancelled } from '../text/cancelled.ts';
import { quoted } from './quoted.ts';

/** Entries of a folder that one call moves, copies or deletes at most. */
const MOST_ENTRIES = 100_000;
/** Folders inside one another; each holds a descriptor open. */
const MOST_DEPTH = 200;
/** Entries between two looks at the signal and at whoever else waits for this thread. */
const STRIDE = 200;

const FOLDER = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0);
const BY_DESCRIPTOR = process.platform === 'linux' && existsSync('/proc/self/fd');

/** An entry that a walk comes to. */
export interface Entry {
  /** Reaches it by its name in a held folder, for `fs` calls. */
  path: string;
  /** Path below the root, with forward slashes. */
  relative: string;
  /** Not followed where it is a link. */
  stat: Stats;
}

/** What is counted and watched over a whole walk. */
export interface Walk {
  shown: string;
  signal: AbortSignal | undefined;
  /** Entries so far, and looks at them. */
  seen: number;
  steps: number;
}

export function startWalk(shown: string, signal: AbortSignal | undefined): Walk {
  return { shown, signal, seen: 0, steps: 0 };
}

/**
 * Calls back for each entry of a folder, one after another. The folder is held open meanwhile, and where the
 * platform can, entries are reached through it: exchanging it for a link to elsewhere changes nothing.
 *
 * @throws ToolError `limited` where a walk gets too large or too deep, or comes to a name that is not Unicode,
 *   `cancelled`; the system's errors
 */
export async function eachEntry(
  folder: Entry,
  walk: Walk,
  depth: number,
  visit: (entry: Entry) => Promise<void> | void,
): Promise<void> {
  if (depth > MOST_DEPTH) throw tooMuch(walk.shown, `more than ${MOST_DEPTH} folders inside one another`);
  const held = holdFolder(folder.path);
  try {
    // All names first: what is visited may be deleted.
    for (const name of await namesIn(held.path, walk)) {
      if (++walk.steps % STRIDE === 0) await pause(walk);
      const path = `${held.path}/${name}`;
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat) await visit({ path, relative: `${folder.relative}/${name}`, stat });
      else if (name.includes('\uFFFD')) throw unreachable(walk.shown);
    }
  } finally {
    held.close();
  }
}

async function namesIn(folder: string, walk: Walk): Promise<string[]> {
  const names: string[] = [];
  const listing = opendirSync(folder, { bufferSize: STRIDE });
  try {
    for (let entry = listing.readSync(); entry; entry = listing.readSync()) {
      names.push(entry.name);
      if (++walk.seen > MOST_ENTRIES) throw tooMuch(walk.shown, `more than ${MOST_ENTRIES} entries`);
      if (++walk.steps % STRIDE === 0) await pause(walk);
    }
  } finally {
    listing.closeSync();
  }
  return names;
}

async function pause(walk: Walk): Promise<void> {
  await breathe();
  throwIfCancelled(walk.signal);
}

/** Opens a folder that is no link. */
export function holdFolder(path: string): { path: string; close(): void } {
  if (!BY_DESCRIPTOR) return { path, close: () => {} };
  const fd = openSync(path, FOLDER);
  return { path: `/proc/self/fd/${fd}`, close: () => closeSync(fd) };
}

/** Bytes that are not UTF-8 all decode to U+FFFD: passing over such a name would copy less than was asked for. */
function unreachable(shown: string): ToolError {
  return new ToolError('limited', `${quoted(shown)} holds a name that is not valid Unicode.`, {
    hint: 'It has to be renamed by another program first.',
    retryable: false,
  });
}

function tooMuch(shown: string, what: string): ToolError {
  return new ToolError('limited', `${quoted(shown)} has ${what}.`, {
    hint: 'Do it in parts, folder by folder.',
    retryable: false,
  });
}
