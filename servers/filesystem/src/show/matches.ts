import { oneLine } from '@ashlar/kit/files';
import type { FileMatch, LineMatch } from '../walk/search-contract.ts';

type Shown = (relative: string) => string;

/**
 * Lines that match, as `path:12: text`, with context as `path-11- text` and `--` between places that do not touch.
 * No line stands twice, though it may be a match and the context of others.
 */
export function showMatches(matches: readonly LineMatch[], shown: Shown): string {
  const out: string[] = [];
  const withContext = matches.some(({ before, after }) => before.length + after.length > 0);
  let last: { relative: string; line: number } | undefined;
  for (const [index, match] of matches.entries()) {
    const { relative, line, text, before, after } = match;
    const path = oneLine(shown(relative));
    const known = last?.relative === relative ? last.line : 0;
    const first = Math.max(line - before.length, known + 1);
    const touches = known > 0 && first === known + 1;
    if (withContext && last !== undefined && !touches) out.push('--');
    const following = matches[index + 1];
    const end = following?.relative === relative ? following.line : Number.POSITIVE_INFINITY;
    const context = (from: number, lines: readonly string[]) =>
      lines.map((one, at) => `${path}-${from + at}- ${one}`);
    out.push(...context(first, before.slice(first - line + before.length)));
    out.push(`${path}:${line}: ${text}`);
    out.push(...context(line + 1, after.slice(0, end - line - 1)));
    last = { relative, line: Math.min(line + after.length, end - 1) };
  }
  return out.join('\n');
}

/** Files in which something matches, with the number of lines where they were counted. */
export function showFiles(files: readonly FileMatch[], shown: Shown): string {
  return files
    .map(({ relative, count }) => oneLine(shown(relative)) + (count === undefined ? '' : `: ${count}`))
    .join('\n');
}
