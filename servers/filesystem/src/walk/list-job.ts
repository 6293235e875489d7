import { closeSync } from 'node:fs';
import { ToolError } from '@ashlar/kit/errors';
import { createDeny, oneLine } from '@ashlar/kit/files';
import { cursorBelow } from './cursor.ts';
import { linkTarget } from './link-target.ts';
import { Page, type Report } from './report.ts';
import { globBelow, type Scope } from './scope.ts';
import type { Skipped } from './skipped.ts';
import { openStart } from './start.ts';
import { type Found, type Kind, Walk } from './walker.ts';

export interface ListOptions {
  /** 1 lists the folder's own entries. Default: 1, or without bound where there is a glob. */
  depth?: number | undefined;
  /** On paths below the listed folder; folders too are listed only where they match. */
  glob?: string | undefined;
  /** Show what `.gitignore` hides. */
  all?: boolean | undefined;
  /** The `next` of an earlier result: goes on strictly after it. */
  after?: string | undefined;
  /** Entries at most, from 1. */
  limit: number;
  /** Bytes of names and links at most; one entry always fits. */
  maxBytes: number;
}

export interface ListEntry {
  /** Path below the root. */
  relative: string;
  kind: Kind;
  /** Bytes of a file. */
  size?: number;
  /** What may be told about where a link leads, see `linkTarget`. */
  target?: string;
  /** Entries in a folder that was not entered. */
  count?: number | '1000+';
}

export interface ListEnd {
  /** Where the next call goes on; nothing follows where it is missing. */
  next?: string;
  /** Entries of the whole listing, on its first page and where counting them was cheap. */
  total?: number;
  skipped: Skipped;
  /** The job was asked to stop before it was through. */
  stopped?: true;
}

/** One listing, as plain data for a thread. */
export interface ListJob extends Scope {
  kind: 'list';
  options: ListOptions;
}

/** Once a page is full, so many more entries are looked at to know the total: about 0.4 s. */
const COUNT_AHEAD = 200_000;
/** Bytes of an entry beside its names. */
const ENTRY_BYTES = 24;

/** Lists a folder. Throws `ToolError` for a start that is no folder, a bad glob or another call's cursor. */
export function runList(job: ListJob, report: Report<ListEntry, ListEnd>): ListEnd {
  const { after, glob, limit, maxBytes } = job.options;
  const depth = job.options.depth ?? (glob === undefined ? 1 : Number.POSITIVE_INFINITY);
  const denied = createDeny(job);
  const walk = beginWalk(job, depth, denied, report.stopped);
  const page = new Page(limit, maxBytes);
  let last = after;
  let total = 0;
  let lookNoFurther = Number.POSITIVE_INFINITY;
  const cut = () => ({ ...(last !== undefined && { next: last }), skipped: walk.skipped });
  for (const found of walk) {
    total++;
    if (walk.looked > lookNoFurther) break;
    if (lookNoFurther < Number.POSITIVE_INFINITY) continue;
    const entry = describe(found, found.depth >= depth ? walk : undefined, job, denied);
    if (page.take(bytesOf(entry))) {
      report.add(entry);
      last = found.relative;
      report.reached(walk.looked, cut);
    } else lookNoFurther = walk.looked + COUNT_AHEAD;
  }
  const all = walk.complete && after === undefined ? { total } : {};
  if (lookNoFurther < Number.POSITIVE_INFINITY) return { ...cut(), ...all };
  if (walk.complete) return { skipped: walk.skipped, ...all };
  const next = walk.at || after;
  return { ...(next !== undefined && { next }), skipped: walk.skipped, stopped: true };
}

function beginWalk(
  job: ListJob,
  depth: number,
  denied: (relative: string) => boolean,
  stopped: () => boolean,
) {
  const { glob, after, all = false } = job.options;
  const { relative, shown } = job.start;
  const wanted = glob === undefined ? undefined : globBelow(relative, glob);
  const cursor = after === undefined ? undefined : cursorBelow(relative, after);
  const start = openStart(job.start, { ignoring: !all, denied });
  if (start.kind === 'folder') {
    const { folder, rules } = start;
    return new Walk(folder, { relative, rules, depth, after: cursor, wanted, denied, stopped });
  }
  closeSync(start.file.fd);
  throw new ToolError('invalid_input', `${shown} is a file, so there is nothing in it to list.`, {
    hint: 'Read it, or list the folder that holds it.',
  });
}

function describe(
  found: Found,
  counter: Walk | undefined,
  job: ListJob,
  denied: (relative: string) => boolean,
): ListEntry {
  const { relative, kind, name, folder } = found;
  if (kind === 'dir') return { relative, kind, ...(counter && { count: counter.count(found) }) };
  try {
    if (kind === 'link') {
      const above = relative.slice(0, -name.length);
      return {
        relative,
        kind,
        target: linkTarget(folder.link(name), above, job.start.real, job.roots, denied),
      };
    }
    const size = folder.stat(name)?.size;
    return { relative, kind, ...(kind === 'file' && size !== undefined && { size }) };
  } catch {
    return { relative, kind }; // it went, or changed, since it was met
  }
}

function bytesOf({ relative, target = '' }: ListEntry): number {
  return Buffer.byteLength(oneLine(relative)) + Buffer.byteLength(oneLine(target)) + ENTRY_BYTES;
}
