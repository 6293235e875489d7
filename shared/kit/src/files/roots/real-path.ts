import { join } from 'node:path';
import type { Place } from '../guard/guard.ts';

/** The absolute path of a place, for URIs. Never opened: the guard's own paths are. */
export function realPath({ root, relative }: Place): string {
  return relative === '' ? root.real : join(root.real, ...relative.split('/'));
}
