import { clip, INVISIBLE, oneLine, token } from '@ashlar/kit/files';

const UNSEEN = new RegExp(INVISIBLE, 'g');

/** A text of others as it is shown: what would not be seen is. Its lines stay lines. */
export function seen(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(UNSEEN, token);
}

/** The same on one line, of at most so many characters. */
export function seenShort(text: string, most: number): string {
  return clip(oneLine(text), most);
}

/** In quotes that it cannot end: what follows them are words of ours. */
export function inQuotes(text: string, most = Infinity): string {
  return `"${seenShort(text, most).replaceAll(/["\\]/g, '\\$&')}"`;
}
