import type { Place } from '../guard/guard.ts';

/** How a model is shown something in the root of `place`, by its path below that root. */
export function shownPath({ shown, relative: own }: Place, relative: string): string {
  const root = own === '' ? (shown === '.' ? '' : `${shown}/`) : shown.slice(0, shown.length - own.length);
  return root + relative;
}
