import { visible } from '@ashlar/kit/visible';
import { type Finding, finding } from './finding.ts';

/** Invisible beside what `\p{Cf}` has: fillers, joiners and selectors that show nothing, and blanks that are no space. */
const UNSEEN =
  /[\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u2800\u3164\uffa0]|\p{Default_Ignorable_Code_Point}|(?! )\p{Zs}/u;
const LATIN = /\p{Script=Latin}/u;
const LIKE_LATIN =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}]/u;
const WORD = new RegExp(`(?:[\\p{L}\\p{M}]|${LATIN.source}|${LIKE_LATIN.source})+`, 'gu');
/** ASCII in other forms: full width letters and punctuation, and letters of mathematics. */
const DISGUISED = /[\u{ff01}-\u{ff5e}\u{1d400}-\u{1d7ff}\u2024\u2215\u2216\u2044\u29f8\ufe68]/u;

/** Characters that nobody sees, or that people take for others. `strict` is a name or a flag: nothing but ASCII. */
export function checkCharacters(where: string, text: string, strict: boolean): Finding[] {
  if (/\p{Cc}/u.test(text)) {
    return [
      finding(
        'control-character',
        `${where} has a control character: ${visible(text)}.`,
        'Type it anew, without line breaks and tabs.',
      ),
    ];
  }
  if (UNSEEN.test(text)) {
    return [
      finding(
        'invisible-character',
        `${where} has a character that is not seen or turns text around: ${escaped(text)}.`,
        'Type it anew: what is copied from a page can hold more than it shows.',
      ),
    ];
  }
  if (isMixed(text) || DISGUISED.test(text) || (strict && /[^\x20-\x7e]/.test(text))) {
    return [
      finding(
        'homoglyph',
        `${where} has a letter that looks like another: ${escaped(text)}.`,
        'Compare it with the name that its publisher gives, character by character, and type that.',
      ),
    ];
  }
  return [];
}

/** Letters that stand in one word only where somebody means another: Latin beside scripts that look like it. */
function isMixed(text: string): boolean {
  return (text.match(WORD) ?? []).some((word) => LATIN.test(word) && LIKE_LATIN.test(word));
}

/** A text that can be shown: everything but ASCII by its number (`\\u{430}`), so that two letters which look alike do not. */
export function escaped(text: string): string {
  return visible(text).replaceAll(/[^\x20-\x7e]/gu, (other) => `\\u{${other.codePointAt(0)?.toString(16)}}`);
}
