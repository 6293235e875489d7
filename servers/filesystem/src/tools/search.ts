import { ANSWER_BYTES, defineTool, type Reply, withTrailer } from '@ashlar/kit';
import { type Held, notRegular, oneLine, shownPath } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { firstRoot, holding } from '../files.ts';
import { searchCursorOf, searchPlaceOf } from '../show/cursor.ts';
import { showFiles, showMatches } from '../show/matches.ts';
import { DEADLINE, skippedFact } from '../show/trailer.ts';
import type { SearchResult } from '../walk/jobs.ts';

const MAX_RESULTS = 500;

export const search = defineTool({
  name: 'search',
  title: 'Search in files',
  description: 'Find text in files. Answers with path, line number and line.',
  input: z.object({
    query: z.string().min(1),
    path: z.string().optional().describe('Folder or file; default: the first root.'),
    glob: z.string().min(1).optional().describe('Only files that match, such as *.ts.'),
    regex: z.boolean().optional().describe('query is a regular expression (RE2).'),
    ignoreCase: z.boolean().optional(),
    context: z.number().int().min(0).max(10).optional().describe('Lines around each match.'),
    mode: z.enum(['lines', 'files', 'count']).optional(),
    all: z.boolean().optional().describe('Also what .gitignore hides.'),
    cursor: z.string().optional(),
  }),
  access: 'read',
  run: ({ path, cursor, ...query }, { files, signal, progress }: Context): Promise<Reply> =>
    holding(files.guard, path ?? firstRoot(files), async (held) => {
      if (!held.stat.isFile() && !held.stat.isDirectory()) throw notRegular(held.shown);
      const options = { ...query, after: searchPlaceOf(cursor), limit: MAX_RESULTS, maxBytes: ANSWER_BYTES };
      const found = await files.walks.search(held, options, { signal, progress });
      const onlyFirst = path === undefined && files.roots.length > 1;
      return showSearch(held, found, onlyFirst ? `only ${oneLine(held.shown)} was searched` : undefined);
    }),
});

function showSearch(held: Held, result: SearchResult, where: string | undefined): Reply {
  const { lines, files, totals, next, skipped, stopped } = result;
  const shown = (relative: string) => shownPath(held, relative);
  return withTrailer(files.length > 0 ? showFiles(files, shown) : showMatches(lines, shown), [
    count(totals),
    where,
    next === undefined ? undefined : `more with cursor ${searchCursorOf(next)}`,
    skippedFact(skipped),
    stopped === undefined ? undefined : DEADLINE,
  ]);
}

/** Lines are not counted where it is enough to find one in a file. */
function count({ lines, matched, files }: SearchResult['totals']): string {
  const of = `${matched} of ${files} ${files === 1 ? 'file' : 'files'}`;
  return matched > 0 && lines === 0
    ? `found in ${of}`
    : `${lines} ${lines === 1 ? 'line' : 'lines'} in ${of}`;
}
