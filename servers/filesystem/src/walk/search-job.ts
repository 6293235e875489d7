import { createDeny } from '@ashlar/kit/files';
import { cursorBelow } from './cursor.ts';
import { createMatcher } from './query.ts';
import type { Report } from './report.ts';
import { globBelow } from './scope.ts';
import { Search } from './search.ts';
import type { SearchEnd, SearchEntry, SearchJob } from './search-contract.ts';
import { openStart } from './start.ts';
import { Walk } from './walker.ts';

/** Searches files. Throws `ToolError` for a start that went, a bad query or glob, or another call's cursor. */
export async function runSearch(job: SearchJob, report: Report<SearchEntry, SearchEnd>): Promise<SearchEnd> {
  const { relative } = job.start;
  const { after, glob, all = false } = job.options;
  const matcher = await createMatcher(job.options);
  const wanted = glob === undefined ? undefined : globBelow(relative, glob);
  const cursor = after && after.relative !== relative ? cursorBelow(relative, after.relative) : undefined;
  const denied = createDeny(job);
  const start = openStart(job.start, { ignoring: !all, denied });
  if (start.kind === 'file') return new Search(job.options, matcher, report).file(relative, start.file);
  const { folder, rules } = start;
  const inclusive = after?.line !== undefined;
  const { stopped } = report;
  const depth = Number.POSITIVE_INFINITY;
  const walk = new Walk(folder, {
    relative,
    rules,
    depth,
    after: cursor,
    inclusive,
    wanted,
    denied,
    stopped,
  });
  return new Search(job.options, matcher, report, walk).folder(walk);
}
