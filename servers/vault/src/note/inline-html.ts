import { matchEnd, tagEnd } from './html-tag.ts';
import { type Seek, seeker } from './seeker.ts';

const AUTOLINK = /<[a-z][a-z0-9+.-]{1,31}:[^\s<>]*>/iy;
const MAIL = /<[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9.-]+>/iy;
const LETTER = /[a-z]/i;

/** Inline HTML of one text: comments, tags, autolinks, declarations (CommonMark 0.31, sections 6.5 and 6.6). */
export class InlineHtml {
  readonly #text: string;
  readonly #declarations: readonly [opener: string, closer: Seek, closerLength: number][];

  constructor(text: string) {
    this.#text = text;
    this.#declarations = [
      ['<!--', seeker(text, '-->'), 3],
      ['<![CDATA[', seeker(text, ']]>'), 3],
      ['<?', seeker(text, '?>'), 2],
      ['<!', seeker(text, '>'), 1],
    ];
  }

  /** Offset behind what the `<` at `at` starts; `at` itself where nothing starts there that ends before `end`. */
  after(at: number, end: number): number {
    const next = this.#text.charAt(at + 1);
    const found = next === '!' || next === '?' ? this.#afterDeclaration(at) : afterTag(this.#text, at);
    return found <= end ? found : at;
  }

  #afterDeclaration(at: number): number {
    for (const [opener, closer, length] of this.#declarations) {
      if (!this.#text.startsWith(opener, at)) continue;
      if (opener === '<!' && !LETTER.test(this.#text.charAt(at + 2))) return at;
      // `<!-->` and `<!--->` are comments too.
      return closer(at + 2) + length;
    }
    return at;
  }
}

function afterTag(text: string, at: number): number {
  return tagEnd(text, at) ?? matchEnd(AUTOLINK, text, at) ?? matchEnd(MAIL, text, at) ?? at;
}
