import { ToolError } from '@ashlar/kit/errors';
import { untoken, WHOLE_LIMIT } from '@ashlar/kit/files';
import { encode } from '../text/encoding.ts';
import { isBetween, type View } from '../text/view.ts';
import { createEndings } from './line-endings.ts';

export interface Replacement {
  old: string;
  new: string;
  /** Tokens in `new` that stand for characters. */
  known: ReadonlySet<string>;
}

/**
 * The bytes of a file with `old` replaced by `new` at these places of its view (ascending, not overlapping). Of
 * each place only what differs between the two is touched, so that context keeps its very bytes.
 *
 * @throws ToolError `limited` where the result would be larger than `WHOLE_LIMIT`
 */
export function splice(
  bytes: Buffer,
  view: View,
  places: readonly number[],
  replacement: Replacement,
): Buffer {
  const format = { ...view.format, bom: false };
  const endings = createEndings(view.raw);
  const same = sameEnds(replacement.old, replacement.new);
  const pieces: Buffer[] = [];
  let done = 0;
  let size = bytes.length;
  for (const place of places) {
    const { head, tail } = onCharacters(view, place, replacement.old, same);
    const from = view.locate(place + head);
    const to = view.locate(place + replacement.old.length - tail);
    if (!from || !to) throw new Error('a place of the view is inside a character');
    const core = untoken(replacement.new.slice(head, replacement.new.length - tail), replacement.known);
    const piece = encode(endings.put(core, from.raw, to.raw), format);
    size += piece.length - (to.byte - from.byte);
    if (size > WHOLE_LIMIT && size > bytes.length) throw tooLarge();
    pieces.push(bytes.subarray(done, from.byte), piece);
    done = to.byte;
  }
  return Buffer.concat([...pieces, bytes.subarray(done)]);
}

interface Ends {
  head: number;
  tail: number;
}

/** How many characters two texts have in common at the beginning, and of the rest at the end. */
function sameEnds(a: string, b: string): Ends {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a.charCodeAt(head) === b.charCodeAt(head)) head++;
  let tail = 0;
  while (tail < most - head && a.charCodeAt(a.length - 1 - tail) === b.charCodeAt(b.length - 1 - tail))
    tail++;
  return { head, tail };
}

/** Draws the ends back to where they do not cut a character of the file in two. */
function onCharacters(view: View, place: number, old: string, { head, tail }: Ends): Ends {
  let from = head;
  let to = tail;
  while (!isBetween(view, place + from)) from--;
  while (!isBetween(view, place + old.length - to)) to--;
  return { head: from, tail: to };
}

function tooLarge(): ToolError {
  return new ToolError('limited', `The edited file would be larger than ${WHOLE_LIMIT} bytes.`, {
    hint: 'Replace fewer places, or by less text.',
    retryable: false,
  });
}
