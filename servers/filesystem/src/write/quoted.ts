import { clip } from '../text/clip.ts';
import { INVISIBLE, token } from '../text/invisible.ts';

const UNFIT = new RegExp(`[\\t\\n\\r\\u2028\\u2029]|${INVISIBLE}`, 'g');

/** A path as it may stand in a sentence: file names can hold line breaks and characters that reorder text. */
export function quoted(shown: string): string {
  return `"${clip(shown.replace(UNFIT, token), 200)}"`;
}
