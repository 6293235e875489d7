import { INVISIBLE, token } from '../text/invisible.ts';

const UNSAFE = new RegExp(`${INVISIBLE}|[\\t\\n\\r\\u2028\\u2029]`, 'g');

/** A name for one line of text: what is invisible or breaks lines stands as `⟦U+000A⟧`. */
export function showName(name: string): string {
  return name.replaceAll(UNSAFE, token);
}
