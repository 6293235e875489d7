import type { Place } from '../guard/guard.ts';

/** How a model is shown something in the root of `place`, by its path below that root. */
export function shownPath({ shown, relative: own }: Place, relative: string): string {
  if (relative === own) return shown; // the root may be a file, whose name is all there is
  const root = own === '' ? (shown === '.' ? '' : `${shown}/`) : shown.slice(0, shown.length - own.length);
  return root + relative;
}
