import { INVISIBLE, token } from './invisible.ts';

const UNFIT = new RegExp(`${INVISIBLE}|[\\t\\n\\r\\u2028\\u2029]`, 'g');

/** A text of others fit for one line of ours: what is invisible, or breaks lines, stands as `⟦U+000A⟧`. */
export function oneLine(text: string): string {
  return text.replaceAll(UNFIT, token);
}
