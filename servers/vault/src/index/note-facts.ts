import type { Block, Heading, Link, ParsedNote, Tag } from '../note/parsed-note.ts';
import { RecordReader, RecordWriter } from './record.ts';
import type { Shelf } from './shelf.ts';

/** What the index knows of one link. Where exactly it stands is read from the note again when somebody asks. */
export type LinkFact = Pick<Link, 'path' | 'subpath' | 'syntax' | 'place' | 'embed' | 'line'>;

const SYNTAXES: readonly Link['syntax'][] = ['wiki', 'markdown', 'path'];
const PLACES: readonly Link['place'][] = ['text', 'definition', 'property', 'card'];
/** Bits for syntax, place and embed, below the length of the path. */
const LINK_BITS = 32;

/** Kinds of facts, in the order of their storage. */
const ALIASES = 0;
const HEADINGS = 1;
const BLOCKS = 2;
const FOOTNOTES = 3;
const LINKS = 4;
const TAGS = 5;

interface Fact {
  text: string;
  line: number;
  more: number;
}

/**
 * What the index keeps of a note, in one text: a hundred thousand notes have millions of facts, and an object for each
 * would be most of the memory. Of each kind their count, then of each fact the length of its text, its line, one more
 * number, and the text.
 */
export class NoteFacts {
  /** The record, or where it lies. */
  #place: string | Shelf;
  #start: number;
  #end: number;

  private constructor(place: string | Shelf, start = 0, end = 0) {
    this.#place = place;
    this.#start = start;
    this.#end = end;
  }

  static of(note: ParsedNote): NoteFacts {
    const kinds: Fact[][] = [
      note.aliases.map((text) => ({ text, line: 1, more: 0 })),
      note.headings.map(({ text, line, level }) => ({ text, line, more: level })),
      note.blocks.map(blockFact),
      note.footnotes.map(blockFact),
      note.links.map(linkFact),
      note.tags.map(({ name, line }) => ({ text: name, line, more: 0 })),
    ];
    const writer = new RecordWriter();
    for (const facts of kinds) {
      writer.number(facts.length);
      for (const { text, line, more } of facts) {
        writer.number(text.length);
        writer.number(line);
        writer.number(more);
        writer.text(text);
      }
    }
    return new NoteFacts(writer.record);
  }

  /** Of a record that was kept: whatever stands there is read as facts, as far as it goes. */
  static kept(shelf: Shelf, start: number, end: number): NoteFacts {
    return new NoteFacts(shelf, start, end);
  }

  /** From now on the record, which is to be the same, is read from there. */
  shelve(shelf: Shelf, start: number, end: number): void {
    this.#place = shelf;
    this.#start = start;
    this.#end = end;
  }

  get record(): string {
    return typeof this.#place === 'string' ? this.#place : this.bytes.toString();
  }

  /** As it is kept between runs; use them at once. */
  get bytes(): Buffer {
    const place = this.#place;
    return typeof place === 'string' ? Buffer.from(place) : place.bytes(this.#start, this.#end);
  }

  get headings(): Heading[] {
    return this.#read(HEADINGS, ({ text, line, more }) => ({ text, line, level: more }));
  }

  get blocks(): Block[] {
    return this.#read(BLOCKS, ({ text, line, more }) => ({ id: text, line, idLine: more }));
  }

  get footnotes(): Block[] {
    return this.#read(FOOTNOTES, ({ text, line, more }) => ({ id: text, line, idLine: more }));
  }

  get links(): LinkFact[] {
    return this.#read(LINKS, ({ text, line, more }) => {
      const pathLength = Math.floor(more / LINK_BITS);
      return {
        path: text.slice(0, pathLength),
        subpath: text.slice(pathLength),
        syntax: SYNTAXES[more & 3] ?? 'wiki',
        place: PLACES[(more >> 2) & 3] as Link['place'],
        embed: (more & 16) !== 0,
        line,
      };
    });
  }

  get aliases(): string[] {
    return this.#read(ALIASES, ({ text }) => text);
  }

  get tags(): Tag[] {
    return this.#read(TAGS, ({ text, line }) => ({ name: text, line }));
  }

  get linkCount(): number {
    return this.#readerAt(LINKS).number();
  }

  #read<T>(kind: number, build: (fact: Fact) => T): T[] {
    const reader = this.#readerAt(kind);
    const built: T[] = [];
    for (let left = reader.number(); left > 0 && !reader.atEnd; left--) {
      const length = reader.number();
      const line = reader.number();
      const more = reader.number();
      built.push(build({ text: reader.text(length), line, more }));
    }
    return built;
  }

  #readerAt(kind: number): RecordReader {
    const reader = new RecordReader(this.record);
    for (let before = 0; before < kind; before++) {
      for (let left = reader.number(); left > 0 && !reader.atEnd; left--) {
        const length = reader.number();
        reader.number();
        reader.number();
        reader.skip(length);
      }
    }
    return reader;
  }
}

function blockFact({ id, line, idLine }: Block): Fact {
  return { text: id, line, more: idLine };
}

function linkFact({ path, subpath, syntax, place, embed, line }: Link): Fact {
  const bits = SYNTAXES.indexOf(syntax) + 4 * PLACES.indexOf(place) + (embed ? 16 : 0);
  return { text: path + subpath, line, more: path.length * LINK_BITS + bits };
}
