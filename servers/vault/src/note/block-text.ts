import { blockIdIn } from './block-id.ts';
import { definitionAt } from './definition.ts';
import type { InlineScan } from './inline-scan.ts';
import { blanksEnd } from './link-tail.ts';
import { IN_TABLE, IN_TEXT } from './make-link.ts';
import type { Block, Heading } from './parsed-note.ts';
import { type Seek, seeker } from './seeker.ts';

/** Where a piece of text is: offsets, and the line it starts on. */
export interface Piece {
  start: number;
  end: number;
  line: number;
}

/** Collects what the blocks of a note say: headings, ids, footnotes, and through `inline` links and tags. */
export class BlockText {
  readonly headings: Heading[] = [];
  readonly blocks: Block[] = [];
  readonly footnotes: Block[] = [];
  readonly #text: string;
  readonly #inline: InlineScan;
  readonly #carets: Seek;
  /** First lines of the block at the top that is read now, and of the one before it. */
  #top = 0;
  #topIsList = false;
  #before = 0;

  constructor(text: string, inline: InlineScan) {
    this.#text = text;
    this.#inline = inline;
    this.#carets = seeker(text, '^');
  }

  /** A block starts at the top of the note; the items of a list are one block. */
  begin(line: number, isItem: boolean): void {
    if (isItem && this.#topIsList) return;
    this.#before = this.#top;
    this.#top = line;
    this.#topIsList = isItem;
  }

  footnote(id: string, line: number): void {
    this.footnotes.push({ id, line, idLine: line });
  }

  /** Headings inside of quotes and lists are text: no link leads to them. */
  heading(words: string, level: number, piece: Piece, atTop: boolean): void {
    if (atTop) this.headings.push({ text: words, level, line: piece.line });
    this.#inline.read(piece.start, piece.end, IN_TEXT);
    this.#ids(piece);
  }

  row(piece: Piece): void {
    this.#inline.read(piece.start, piece.end, IN_TABLE);
    // The id of a table stands under it, in what would be a row.
    if (this.#carets(piece.start) >= piece.end) return;
    const id = blockIdIn(this.#text.slice(piece.start, piece.end).trim());
    if (id !== undefined) this.blocks.push({ id, line: this.#top, idLine: piece.line });
  }

  paragraph(piece: Piece): void {
    const start = this.afterDefinitions(piece, true);
    this.#inline.read(start, piece.end, IN_TEXT);
    this.#ids(piece);
  }

  /** Offset behind the definitions of references that a paragraph starts with. */
  afterDefinitions({ start, end }: Piece, collect: boolean): number {
    for (let at = blanksEnd(this.#text, start, end); ; ) {
      const definition = this.#text.charAt(at) === '[' ? definitionAt(this.#text, at, end) : undefined;
      if (definition === undefined) return at;
      if (collect && definition.link !== undefined) this.#inline.found(definition.link);
      // From the line break on, so that the mark of a quote behind it is known as one.
      const back = this.#text.charAt(definition.after - 1) === '\n' ? 1 : 0;
      at = blanksEnd(this.#text, definition.after - back, end);
    }
  }

  #ids(piece: Piece): void {
    if (this.#carets(piece.start) >= piece.end) return;
    const lines = this.#text.slice(piece.start, piece.end).split('\n');
    for (const [offset, line] of lines.entries()) {
      const id = blockIdIn(line);
      if (id === undefined) continue;
      const alone = lines.length === 1 && line.trim() === `^${id}`;
      this.blocks.push({ id, line: alone ? this.#before : piece.line, idLine: piece.line + offset });
    }
  }
}
