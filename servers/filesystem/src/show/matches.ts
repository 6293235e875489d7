import type { FileMatch, LineMatch } from '../walk/search-contract.ts';
import { showName } from './name.ts';

type Shown = (relative: string) => string;

/** Lines that match, as `path:12: text`, with context as `path-11- text` and `--` between places that do not touch. */
export function showMatches(lines: readonly LineMatch[], shown: Shown): string {
  const out: string[] = [];
  const withContext = lines.some(({ before, after }) => before.length + after.length > 0);
  let last: { relative: string; line: number } | undefined;
  for (const { relative, line, text, before, after } of lines) {
    const path = showName(shown(relative));
    const first = line - before.length;
    const touches = last?.relative === relative && first <= last.line + 1;
    if (withContext && last !== undefined && !touches) out.push('--');
    const known = last?.relative === relative ? last.line : 0;
    for (const [index, context] of before.entries()) {
      if (first + index > known) out.push(`${path}-${first + index}- ${showName(context)}`);
    }
    out.push(`${path}:${line}: ${showName(text)}`);
    for (const [index, context] of after.entries())
      out.push(`${path}-${line + 1 + index}- ${showName(context)}`);
    last = { relative, line: line + after.length };
  }
  return out.join('\n');
}

/** Files in which something matches, with the number of lines where they were counted. */
export function showFiles(files: readonly FileMatch[], shown: Shown): string {
  return files
    .map(({ relative, count }) => showName(shown(relative)) + (count === undefined ? '' : `: ${count}`))
    .join('\n');
}
