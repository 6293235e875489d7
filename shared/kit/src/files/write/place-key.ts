import type { Place } from '../guard/guard.ts';

/** The same for every way to name a place: the key its changes queue under. */
export function placeKey({ root, relative }: Pick<Place, 'root' | 'relative'>): string {
  const key = `${root.real}/${relative}`;
  // Where the file system does not tell case and Unicode forms apart, neither may the queue.
  return process.platform === 'linux' ? key : key.normalize('NFC').toLowerCase();
}
