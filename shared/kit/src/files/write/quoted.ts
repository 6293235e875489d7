import { clip } from '../text/clip.ts';
import { oneLine } from '../text/one-line.ts';

/** A path as it may stand in a sentence: names can hold line breaks, reorder text and be long. */
export function quoted(path: string): string {
  return `"${clip(oneLine(path), 200)}"`;
}
