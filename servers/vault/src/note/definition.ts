import { isExternal, readDestination } from '../link/destination.ts';
import { splitLinktext } from '../link/linktext.ts';
import { blanksEnd, destinationAt, titleEnd } from './link-tail.ts';
import { IN_DEFINITION } from './make-link.ts';
import type { Link } from './parsed-note.ts';

const LABEL = /\[((?:[^[\]\\]|\\[\s\S]){1,999})\]:/y;

/**
 * The definition of a reference, `[label]: destination "title"`, that starts at `at` (CommonMark 0.31, section 4.7);
 * undefined where none does. `link` is undefined where it leads out of the vault.
 */
export function definitionAt(
  text: string,
  at: number,
  end: number,
): { link: Link | undefined; after: number } | undefined {
  LABEL.lastIndex = at;
  const label = LABEL.exec(text)?.[1];
  if (label === undefined || LABEL.lastIndex > end || label.trim() === '') return undefined;
  const destination = destinationAt(text, blanksEnd(text, LABEL.lastIndex, end), end);
  if (destination === undefined || (destination.start === destination.end && !destination.angled))
    return undefined;
  const after = lineEndAfterTitle(text, destination.after, end);
  if (after === undefined) return undefined;
  const written = text.slice(destination.start, destination.end);
  const { path, subpath } = splitLinktext(readDestination(written));
  if (isExternal(written) || (path === '' && subpath === '')) return { link: undefined, after };
  const link: Link = {
    ...IN_DEFINITION,
    path,
    subpath,
    syntax: 'markdown',
    embed: false,
    start: at,
    end: destination.after,
    line: 0,
    textStart: destination.start,
    textEnd: destination.end,
    display: undefined,
    displayStart: -1,
    angled: destination.angled,
  };
  return { link, after };
}

/** A title counts where nothing follows it on its line; without one the line must end behind the destination. */
function lineEndAfterTitle(text: string, from: number, end: number): number | undefined {
  const gap = blanksEnd(text, from, end);
  if (gap > from) {
    const title = titleEnd(text, gap, end);
    const after = title > gap ? lineEnd(text, title, end) : undefined;
    if (after !== undefined) return after;
  }
  return lineEnd(text, from, end);
}

function lineEnd(text: string, from: number, end: number): number | undefined {
  let at = from;
  while (at < end && (text.charAt(at) === ' ' || text.charAt(at) === '\t' || text.charAt(at) === '\r')) at++;
  if (at >= end) return end;
  return text.charAt(at) === '\n' ? at + 1 : undefined;
}
