import { folderOf } from '../link/fold.ts';

/** A path with `./` and `../`, seen from the folder of a note; undefined where it climbs out of the vault. */
export function relativePath(path: string, from: string): string | undefined {
  const folder = folderOf(from);
  const segments = folder === '' ? [] : folder.split('/');
  for (const segment of path.split('/')) {
    if (segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join('/');
}

/** How a note writes the way to a path with `./` and `../`. */
export function writeRelative(path: string, from: string): string {
  const here = folderOf(from) === '' ? [] : folderOf(from).split('/');
  const there = path.split('/');
  let same = 0;
  while (same < here.length && same < there.length - 1 && here[same] === there[same]) same++;
  const up = here.length - same;
  return (up === 0 ? './' : '../'.repeat(up)) + there.slice(same).join('/');
}
