import { ToolError } from '@ashlar/kit/errors';
import type { SearchCursor } from '../walk/search-contract.ts';

/** What would break a word in a line of ours. */
const UNFIT = /[\p{C}\p{Z}%:[\]]/gu;
const UNFIT_OR_NOT_ASCII = /[^!-~]|[%:[\]]/gu;

/**
 * A place in a walk as a cursor: stateless, so any instance can go on from it, and one word in a line. Letters stay
 * as they are, unless they are written in a form (NFD) that a copy may not keep.
 */
export function cursorOf(place: string): string {
  const unfit = place === place.normalize('NFC') ? UNFIT : UNFIT_OR_NOT_ASCII;
  return place.replaceAll(unfit, encodeURIComponent);
}

/** The place behind a cursor. Throws `ToolError` (`invalid_input`) for what no answer can have given. */
export function placeOf(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  try {
    return decodeURIComponent(cursor);
  } catch {
    throw new ToolError('invalid_input', 'cursor: was not given by this tool.', {
      hint: 'Copy it from the last line of an answer, or leave it out.',
    });
  }
}

/** A place in a search: a file that is done, or a line of one that is not (`notes/a.md:12`). */
export function searchCursorOf({ relative, line }: SearchCursor): string {
  return `${cursorOf(relative)}${line === undefined ? '' : `:${line}`}`;
}

/** The place behind such a cursor; a colon that belongs to a name is encoded, so the last one is ours. */
export function searchPlaceOf(cursor: string | undefined): SearchCursor | undefined {
  const [, path, line] = /^(.*?)(?::(\d{1,15}))?$/s.exec(cursor ?? '') ?? [];
  const relative = placeOf(cursor === undefined ? undefined : path);
  if (relative === undefined) return undefined;
  return { relative, ...(line !== undefined && { line: Number(line) }) };
}
