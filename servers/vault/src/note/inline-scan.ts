import { CodeSpans } from './code-spans.ts';
import { InlineHtml } from './inline-html.ts';
import { InlineMath } from './inline-math.ts';
import { linkTail } from './link-tail.ts';
import { markdownLink, type Setting, wikiLink } from './make-link.ts';
import type { Link } from './parsed-note.ts';
import { afterTag } from './tag-scan.ts';
import { WikiScan } from './wiki-scan.ts';

/** A `[` or `![` that waits for its partner. */
interface Bracket {
  at: number;
  embed: boolean;
}

/** What can begin something, or hide it: all else is passed over. */
const SPECIAL = new Uint8Array(128);
for (const character of '\\`<[]$#') SPECIAL[character.charCodeAt(0)] = 1;

/** Reads links and tags from blocks of one text, in one pass whatever stands there. */
export class InlineScan {
  readonly links: Link[] = [];
  readonly tags: { name: string; at: number }[] = [];
  readonly #text: string;
  readonly #keepsLinks: boolean;
  readonly #wiki: WikiScan;
  #math: InlineMath | undefined;
  #html: InlineHtml | undefined;
  #brackets: Bracket[] = [];
  /** Openers below this place in the pile are spent: a link holds no links. Embeds may be held. */
  #spent = 0;
  /** Offset behind the last backslash and what it escapes. */
  #plainFrom = 0;

  constructor(text: string, keepsLinks = true) {
    this.#text = text;
    this.#keepsLinks = keepsLinks;
    this.#wiki = new WikiScan(text);
  }

  found(link: Link): void {
    if (this.#keepsLinks) this.links.push(link);
  }

  /** Reads one block: a paragraph, a heading, a row of a table. */
  read(start: number, end: number, setting: Setting): void {
    const text = this.#text;
    const code = new CodeSpans(text, end);
    this.#brackets = [];
    this.#spent = 0;
    this.#plainFrom = start;
    for (let at = start; at < end; ) {
      const here = text.charCodeAt(at);
      if (here > 127 || SPECIAL[here] === 0) at++;
      else if (here === 92) at = this.#plainFrom = at + 2;
      else if (here === 91) at = this.#open(at, end, setting);
      else if (here === 93) at = this.#close(at, end, setting);
      else if (here === 96) at = code.after(at);
      else if (here === 36) at = this.#afterDollar(at, end);
      else if (here === 35) at = this.#tag(at, start, end);
      else at = this.#afterAngle(at, end);
    }
  }

  #afterDollar(at: number, end: number): number {
    this.#math ??= new InlineMath(this.#text);
    return this.#math.after(at, end);
  }

  #afterAngle(at: number, end: number): number {
    this.#html ??= new InlineHtml(this.#text);
    return Math.max(this.#html.after(at, end), at + 1);
  }

  #open(at: number, end: number, setting: Setting): number {
    const text = this.#text;
    const embed = text.charCodeAt(at - 1) === 33 && at > this.#plainFrom;
    if (text.charCodeAt(at + 1) === 91 && text.charCodeAt(at + 2) !== 91) {
      const close = this.#wiki.closeOf(at, end);
      const link = close < 0 ? undefined : wikiLink(text, { open: at, close, embed }, setting);
      if (link !== undefined) {
        this.found(link);
        if (!link.embed) this.#spent = this.#brackets.length;
        return link.end;
      }
    }
    this.#brackets.push({ at, embed });
    return at + 1;
  }

  #close(at: number, end: number, setting: Setting): number {
    const bracket = this.#brackets.pop();
    if (bracket === undefined) return at + 1;
    const index = this.#brackets.length;
    const spent = index < this.#spent && !bracket.embed;
    this.#spent = Math.min(this.#spent, index);
    if (spent || this.#text.charCodeAt(at + 1) !== 40) return at + 1;
    const tail = linkTail(this.#text, at + 1, end);
    if (tail === undefined) return at + 1;
    const brackets = { open: bracket.at, close: at, embed: bracket.embed };
    const link = markdownLink(this.#text, brackets, tail, setting);
    if (bracket.embed) this.#dropFrom(bracket.at);
    else this.#spent = index;
    if (link !== undefined) this.found(link);
    return tail.after;
  }

  /** What stands in the description of an image is words. */
  #dropFrom(start: number): void {
    while ((this.links.at(-1)?.start ?? -1) > start) this.links.pop();
  }

  #tag(at: number, start: number, end: number): number {
    const after = afterTag(this.#text, at, start, end);
    if (after === at) return at + 1;
    this.tags.push({ name: this.#text.slice(at + 1, after), at });
    return after;
  }
}
