import { type Seek, seeker } from './seeker.ts';
import { WikiScan } from './wiki-scan.ts';

const DOLLAR = 36;

/**
 * Math between dollars. `$$` closes at the next `$$` of the block. A single `$` opens before something that
 * is no blank and closes behind such, on the same line, where no digit follows: prices are not math. A
 * dollar inside of a wikilink does not close: that link is one.
 */
export class InlineMath {
  readonly #text: string;
  readonly #double: Seek;
  readonly #newline: Seek;
  readonly #wiki: WikiScan;
  /** No single dollar closes between here and the end of its line. */
  #noneUntil = -1;

  constructor(text: string) {
    this.#text = text;
    this.#double = seeker(text, '$$');
    this.#newline = seeker(text, '\n');
    this.#wiki = new WikiScan(text);
  }

  /** Offset behind the math that the dollar at `at` opens; behind the dollars where it opens none. */
  after(at: number, end: number): number {
    const text = this.#text;
    if (text.charCodeAt(at + 1) === DOLLAR) {
      const close = this.#double(at + 2);
      return close + 2 <= end ? close + 2 : at + 2;
    }
    if (at < this.#noneUntil || isSpace(text.charCodeAt(at + 1))) return at + 1;
    const lineEnd = Math.min(this.#newline(at), end);
    for (let here = at + 1; here < lineEnd; here++) {
      const code = text.charCodeAt(here);
      if (code === 92) here++;
      else if (code === 91 && text.charCodeAt(here + 1) === 91) here = this.#behindLink(here, lineEnd);
      else if (code === DOLLAR && here > at + 1 && this.#closes(here)) return here + 1;
    }
    this.#noneUntil = lineEnd;
    return at + 1;
  }

  /** The last character of the link that starts here, or `here` where none does. */
  #behindLink(here: number, lineEnd: number): number {
    const close = this.#wiki.closeOf(here, lineEnd);
    return close < 0 ? here : close + 1;
  }

  #closes(at: number): boolean {
    const next = this.#text.charCodeAt(at + 1);
    return !isSpace(this.#text.charCodeAt(at - 1)) && !(next >= 48 && next <= 57);
  }
}

function isSpace(code: number): boolean {
  return code <= 32 || Number.isNaN(code);
}
