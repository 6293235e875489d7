import { type Seek, seeker } from './seeker.ts';

const AUTOLINK = /<[a-z][a-z0-9+.-]{1,31}:[^\s<>]*>/iy;
const MAIL = /<[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9.-]+>/iy;
const CLOSING = /<\/[a-z][a-z0-9-]*\s*>/iy;
const NAME = /<[a-z][a-z0-9-]*/iy;
const ATTRIBUTE = /\s+[a-z_:][a-z0-9_.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?/iy;
const LETTER = /[a-z]/i;
const TAG_END = /\s*\/?>/y;

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
  const simple = match(CLOSING, text, at) ?? match(AUTOLINK, text, at) ?? match(MAIL, text, at);
  if (simple !== undefined) return simple;
  let here = match(NAME, text, at);
  if (here === undefined) return at;
  for (let next = match(ATTRIBUTE, text, here); next !== undefined; next = match(ATTRIBUTE, text, here)) {
    here = next;
  }
  return match(TAG_END, text, here) ?? at;
}

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
