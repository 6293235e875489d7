import { statSync } from 'node:fs';
import { firstSeqOf, rotatedBefore } from '@ashlar/kit/audit';
import { CommandError, UsageError } from '../command-error.ts';

/**
 * The files of an audit in the order of their lines: one alone stands for itself and those that were full before
 * it, several for just these. Throws `CommandError` for one that is not there.
 */
export function inOrder(paths: readonly string[]): string[] {
  const [only, ...more] = paths;
  if (only === undefined) throw new UsageError('<file> is missing.');
  for (const path of paths) refuseMissing(path);
  if (more.length === 0) return [...rotatedBefore(only), only];
  return [...new Set(paths)]
    .map((path) => ({ path, first: firstSeqOf(path) ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => a.first - b.first)
    .map(({ path }) => path);
}

export function refuseMissing(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new CommandError(`${path} is not there.`);
  if (!stat.isFile()) throw new CommandError(`${path} is not a file.`);
}
