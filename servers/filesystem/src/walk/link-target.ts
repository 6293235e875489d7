import { isAbsolute, posix, relative, resolve, sep } from 'node:path';

/** A root as plain data. */
export interface NamedRoot {
  name: string;
  real: string;
}

/**
 * What may be told about where a link leads, judged by its text alone and touching nothing: the text itself where
 * it stays in its root, the place in the words of this server where it is absolute, '(protected)' for what deny
 * rules bind and '(outside)' for everything else.
 */
export function linkTarget(
  text: string,
  /** Path below the root of the folder that holds the link. */
  folder: string,
  /** The real path of its root. */
  root: string,
  roots: readonly NamedRoot[],
  denied: (relative: string) => boolean,
): string {
  const inside = isAbsolute(text) ? undefined : posix.join(folder, text.replaceAll(sep, '/'));
  if (inside !== undefined && inside !== '..' && !inside.startsWith('../')) {
    return denied(withoutEndSlash(inside)) ? '(protected)' : text;
  }
  const full = resolve(root, folder, text);
  const home = roots.find(
    ({ real }) => full === real || full.startsWith(real.endsWith(sep) ? real : real + sep),
  );
  if (home === undefined) return '(outside)';
  const below = relative(home.real, full).replaceAll(sep, '/');
  if (denied(below)) return '(protected)';
  return roots.length === 1 ? below || '.' : posix.join(home.name, below);
}

const withoutEndSlash = (path: string) => (path.endsWith('/') ? path.slice(0, -1) : path);
