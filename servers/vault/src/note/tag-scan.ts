const GENERAL_PUNCTUATION =
  /[\s\u2000-\u206f\u2e00-\u2e7f\u3000-\u3003\u3008-\u3011\ufe30-\ufe4f\uff01-\uff0f]/;

/**
 * Offset behind the tag whose `#` is at `at`; `at` where there is none. A tag starts behind a blank and has
 * letters, digits, `_`, `-`, `/` and what is neither ASCII nor punctuation; not digits alone.
 */
export function afterTag(text: string, at: number, start: number, end: number): number {
  if (at > start && text.charCodeAt(at - 1) > 32) return at;
  let digitsOnly = true;
  let here = at + 1;
  for (; here < end; here++) {
    const code = text.charCodeAt(here);
    if (!isTagCode(code, text.charAt(here))) break;
    if (code < 48 || code > 57) digitsOnly = false;
  }
  return digitsOnly ? at : here;
}

function isTagCode(code: number, character: string): boolean {
  if (code > 127) return !GENERAL_PUNCTUATION.test(character) || code === 0x200d;
  if (code >= 97) return code <= 122;
  if (code >= 65) return code <= 90 || code === 95;
  return code >= 45 && code <= 57 && code !== 46;
}
