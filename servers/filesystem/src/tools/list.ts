import { ANSWER_BYTES, defineTool, type Reply, ToolError, withTrailer } from '@ashlar/kit';
import { type Held, oneLine, type Root, shownPath } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { holding } from '../files.ts';
import { cursorOf, placeOf } from '../show/cursor.ts';
import { showEntry, showRoots } from '../show/entries.ts';
import { DEADLINE, skippedFact } from '../show/trailer.ts';
import type { ListResult } from '../walk/jobs.ts';

const MAX_ENTRIES = 1_000;

export const list = defineTool({
  name: 'list',
  title: 'List a folder',
  description: 'List a folder, or find files by name with a glob. What .gitignore names is left out.',
  input: z.object({
    path: z.string().optional(),
    glob: z.string().min(1).optional().describe('Such as *.md or src/**; searches all depths.'),
    depth: z.number().int().min(0).optional().describe('Default 1; 0 describes path itself.'),
    all: z.boolean().optional().describe('Show what .gitignore hides.'),
    cursor: z.string().optional().describe('From the last line of an answer.'),
  }),
  access: 'read',
  async run({ path, glob, depth, all, cursor }, { files, signal, progress }: Context): Promise<Reply> {
    if (path === undefined && files.roots.length > 1) {
      if (glob !== undefined || cursor !== undefined) throw whichRoot(files.roots);
      return showRoots(files.roots);
    }
    return holding(files.guard, path ?? '.', async (held) => {
      if (depth === 0 || !held.stat.isDirectory()) return describe(held);
      const options = {
        glob,
        depth,
        all,
        after: placeOf(cursor),
        limit: MAX_ENTRIES,
        maxBytes: ANSWER_BYTES,
      };
      return showList(held, await files.walks.list(held, options, { signal, progress }));
    });
  },
});

function showList(held: Held, { entries, next, total, skipped, stopped }: ListResult): Reply {
  const lines = entries.map(({ relative, ...entry }) => showEntry(shownPath(held, relative), entry));
  const count =
    total === undefined || total === entries.length ? `${entries.length}` : `${entries.length} of ${total}`;
  return withTrailer(lines.join('\n'), [
    `${count} ${total === 1 || (total === undefined && entries.length === 1) ? 'entry' : 'entries'}`,
    next === undefined ? undefined : `more with cursor ${cursorOf(next)}`,
    skippedFact(skipped),
    stopped === undefined ? undefined : DEADLINE,
  ]);
}

function whichRoot(roots: readonly Root[]): ToolError {
  return new ToolError('invalid_input', 'path: says in which root, since there are several.', {
    hint: `Start with one of: ${roots.map(({ name }) => oneLine(name)).join(', ')}.`,
  });
}

function describe({ shown, stat }: Held): Reply {
  const kind = stat.isDirectory() ? 'dir' : stat.isFile() ? 'file' : 'other';
  return `${showEntry(shown, { kind, size: stat.size })}  modified ${stat.mtime.toISOString()}`;
}
