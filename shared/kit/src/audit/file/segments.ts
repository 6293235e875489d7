import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What is added to the name of a file that is full: when, and the number of its first line. */
const ROTATED = /^\.\d{8}T\d{6}Z-(\d+)$/;

/** The name of a file that is full: `<file>.20261121T050000Z-1001`. */
export function rotatedName(file: string, time: Date, firstSeq: number): string {
  const stamp = time
    .toISOString()
    .replaceAll(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z');
  return `${file}.${stamp}-${firstSeq}`;
}

/** The files that were full before `file`, in the order of their lines. */
export function rotatedBefore(file: string): string[] {
  const folder = dirname(file);
  const name = basename(file);
  return readdirSync(folder)
    .flatMap((entry) => {
      const first = entry.startsWith(name) ? ROTATED.exec(entry.slice(name.length))?.[1] : undefined;
      return first === undefined ? [] : [{ path: join(folder, entry), first: Number(first) }];
    })
    .sort((a, b) => a.first - b.first)
    .map(({ path }) => path);
}
