import type { BlockText, Piece } from './block-text.ts';
import { type Container, matchContainers, takeContainer } from './containers.ts';
import { htmlStart } from './html-block.ts';
import { type Leaf, NONE, type Paragraph } from './leaf.ts';
import {
  closesFence,
  fenceStart,
  headingLevel,
  headingText,
  isLetter,
  isRule,
  startsTable,
  underlineLevel,
} from './leaf-start.ts';
import { LineCursor } from './line-cursor.ts';
import { type Seek, seeker } from './seeker.ts';

/** Containers in each other; deeper ones are text. Hostile nesting costs no more than this for each line. */
const MAX_DEPTH = 64;

/** Goes through a note line by line and finds its blocks, as CommonMark 0.31 does; what they say goes to `said`. */
export class BlockScan {
  readonly #text: string;
  readonly #said: BlockText;
  readonly #cursor: LineCursor;
  readonly #dollars: Seek;
  #open: Container[] = [];
  #leaf: Leaf = NONE;
  /** Number and end of the line that is read now. */
  #line = 0;
  #end = 0;
  #previousEnd = 0;

  constructor(text: string, said: BlockText) {
    this.#text = text;
    this.#said = said;
    this.#cursor = new LineCursor(text);
    this.#dollars = seeker(text, '$$');
  }

  /** Reads from an offset that starts the line of this number. */
  read(from: number, firstLine: number): void {
    const text = this.#text;
    this.#line = firstLine;
    for (let at = from; at < text.length; this.#line++) {
      const newline = text.indexOf('\n', at);
      const next = newline < 0 ? text.length : newline + 1;
      this.#end =
        newline > at && text.charCodeAt(newline - 1) === 13 ? newline - 1 : newline < 0 ? next : newline;
      this.#readLine(at);
      this.#previousEnd = this.#end;
      at = next;
    }
    this.#closeLeaf();
  }

  #readLine(start: number): void {
    // Prose: most lines are of this kind, and none of what follows concerns them.
    if (this.#open.length === 0 && isLetter(this.#text.charCodeAt(start)) && this.#textLine(start)) return;
    const cursor = this.#cursor;
    cursor.start(start, this.#end);
    const matched = matchContainers(this.#open, cursor);
    const inside = matched === this.#open.length;
    if (!inside && this.#leaf.kind !== 'paragraph') this.#leave(matched);
    if (inside && this.#goesOn()) return;
    if (cursor.blank()) {
      this.#closeLeaf();
      if (!inside) this.#leave(matched);
      return;
    }
    this.#startBlocks(matched);
  }

  /** A line of letters goes on with what is open at the top, or opens a paragraph. */
  #textLine(start: number): boolean {
    if (this.#leaf.kind === 'paragraph') this.#goOn(this.#leaf, start);
    else if (this.#leaf.kind === 'none') this.#openParagraph(start);
    // Letters close neither a fence nor math without dollars; HTML has ends of its own.
    else return this.#leaf.kind === 'fence';
    return true;
  }

  /** Whether the line belongs to code, math or HTML that is open. */
  #goesOn(): boolean {
    const leaf = this.#leaf;
    const cursor = this.#cursor;
    if (leaf.kind === 'fence') {
      if (cursor.indent() < 4 && closesFence(cursor.rest(), leaf.fence)) this.#leaf = NONE;
      return true;
    }
    if (leaf.kind === 'math') {
      if (this.#dollars(cursor.at) < this.#end) this.#leaf = NONE;
      return true;
    }
    if (leaf.kind !== 'html') return false;
    if (leaf.end === undefined ? cursor.blank() : leaf.end.test(cursor.rest())) this.#leaf = NONE;
    return true;
  }

  /** Opens containers, then the leaf in the innermost one. */
  #startBlocks(matched: number): void {
    const cursor = this.#cursor;
    let depth = matched;
    for (;;) {
      const lazy = this.#leaf.kind === 'paragraph' && depth === matched;
      const indented = cursor.indent() > 3;
      if (indented && !lazy) return this.#startCode(depth);
      const container =
        indented || depth >= MAX_DEPTH || isRule(cursor.rest())
          ? undefined
          : takeContainer(cursor, lazy && matched === this.#open.length);
      if (container === undefined) break;
      this.#leave(depth);
      this.#enter(container);
      depth++;
      if (cursor.blank()) return;
    }
    this.#startLeaf(matched, depth);
  }

  #enter(container: Container): void {
    const footnote = container === 'quote' ? undefined : container.footnote;
    if (footnote !== undefined) this.#said.footnote(footnote, this.#line);
    this.#begin(container !== 'quote' && footnote === undefined);
    this.#open.push(container);
  }

  #startLeaf(matched: number, depth: number): void {
    const cursor = this.#cursor;
    const line = cursor.rest();
    const inParagraph = this.#leaf.kind === 'paragraph' && depth === matched;
    const indented = cursor.indent() > 3;
    if (!indented && this.#startsLeaf(line, depth, inParagraph)) return;
    if (inParagraph && this.#leaf.kind === 'paragraph') {
      const whole = matched === this.#open.length;
      if (whole && !indented && this.#endsParagraph(line)) return;
      // A paragraph goes on, also where the marks of its containers are left out.
      this.#goOn(this.#leaf, cursor.at);
      return;
    }
    if (this.#leaf.kind === 'table' && depth === matched) {
      this.#said.row({ start: cursor.at, end: this.#end, line: this.#line });
      return;
    }
    this.#leave(depth);
    this.#openParagraph(cursor.at);
  }

  /** Blocks that one line tells. */
  #startsLeaf(line: string, depth: number, inParagraph: boolean): boolean {
    const cursor = this.#cursor;
    const fence = fenceStart(line);
    const level = headingLevel(line);
    const html = htmlStart(line, inParagraph);
    const math = line.startsWith('$$') && this.#opensMath(line);
    if (level > 0 && level < 7) {
      this.#leave(depth);
      this.#begin(false);
      const piece = { start: cursor.at, end: this.#end, line: this.#line };
      this.#said.heading(headingText(line, level), level, piece, depth === 0);
      return true;
    }
    const rule = isRule(line) && !(inParagraph && depth === this.#open.length && underlineLevel(line) > 0);
    if (fence === undefined && html === undefined && !math && !rule) return false;
    this.#leave(depth);
    this.#begin(false);
    if (fence !== undefined) this.#leaf = { kind: 'fence', fence };
    else if (math) this.#leaf = { kind: 'math' };
    else if (html !== undefined && !html.end?.test(line.slice(2)))
      this.#leaf = { kind: 'html', end: html.end };
    return true;
  }

  /** Math that ends on its line is left to the reader of text; math that never ends is none. */
  #opensMath(line: string): boolean {
    return !line.includes('$$', 2) && this.#dollars(this.#end) < Number.POSITIVE_INFINITY;
  }

  /** A line under a paragraph that makes it something else. */
  #endsParagraph(underline: string): boolean {
    const leaf = this.#leaf;
    if (leaf.kind !== 'paragraph') return false;
    const piece = this.#piece(leaf);
    const level = underlineLevel(underline);
    if (level > 0) {
      const start = this.#said.afterDefinitions(piece, false);
      if (start >= piece.end) return this.#afterDefinitions(underline);
      this.#said.afterDefinitions(piece, true);
      const lines = this.#text.slice(start, piece.end).split('\n');
      const words = lines.map((each) => each.trim()).join(' ');
      const line = piece.line + this.#text.slice(piece.start, start).split('\n').length - 1;
      this.#said.heading(words, level, { start, end: piece.end, line }, this.#open.length === 0);
      this.#leaf = NONE;
      return true;
    }
    if (!startsTable(this.#text.slice(leaf.lastStart, piece.end), underline)) return false;
    // The row of headings may be the last line of a paragraph.
    if (leaf.lastStart > leaf.start) {
      this.#said.paragraph({ ...piece, end: leaf.before });
      if (this.#open.length === 0) this.#said.begin(this.#line - 1, false);
    }
    this.#said.row({ start: leaf.lastStart, end: piece.end, line: this.#line - 1 });
    this.#leaf = { kind: 'table' };
    return true;
  }

  /** A line under definitions alone underlines nothing. */
  #afterDefinitions(line: string): boolean {
    this.#closeLeaf();
    if (isRule(line)) this.#begin(false);
    else this.#openParagraph(this.#cursor.at);
    return true;
  }

  #startCode(depth: number): void {
    this.#leave(depth);
    this.#begin(false);
  }

  #openParagraph(start: number): void {
    this.#begin(false);
    this.#leaf = { kind: 'paragraph', start, line: this.#line, lastStart: start, before: start };
  }

  #goOn(leaf: Paragraph, start: number): void {
    leaf.lastStart = start;
    leaf.before = this.#previousEnd;
  }

  #begin(isItem: boolean): void {
    if (this.#open.length === 0) this.#said.begin(this.#line, isItem);
  }

  /** Closes what is open but so many containers. */
  #leave(depth: number): void {
    this.#closeLeaf();
    this.#open.length = Math.min(this.#open.length, depth);
  }

  #closeLeaf(): void {
    if (this.#leaf.kind === 'paragraph') this.#said.paragraph(this.#piece(this.#leaf));
    this.#leaf = NONE;
  }

  #piece({ start, line }: Paragraph): Piece {
    return { start, end: this.#previousEnd, line };
  }
}
