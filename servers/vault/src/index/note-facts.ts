import type { Block, Heading, Link, ParsedNote, Tag } from '../note/parsed-note.ts';
import { NumberText } from './number-text.ts';

/** What the index knows of one link. Where exactly it stands is read from the note again when somebody asks. */
export type LinkFact = Pick<Link, 'path' | 'subpath' | 'syntax' | 'place' | 'embed' | 'line'>;

const SYNTAXES: readonly Link['syntax'][] = ['wiki', 'markdown', 'path'];
const PLACES: readonly Link['place'][] = ['text', 'definition', 'property', 'card'];
/** Bits for syntax, place and embed, below the length of the path. */
const LINK_BITS = 32;

/** Kinds of facts, in the order of their storage. */
const HEADINGS = 0;
const BLOCKS = 1;
const FOOTNOTES = 2;
const LINKS = 3;
const ALIASES = 4;
const TAGS = 5;
const KINDS = 6;
/** Of each kind, where its numbers and its characters begin. */
const HEADER = 2 * (KINDS + 1);
/** Numbers of each fact: length of its text, line, and one more. */
const STRIDE = 3;

interface Fact {
  text: string;
  line: number;
  more: number;
}

/**
 * What the index keeps of a note, in one text and its numbers: a hundred thousand notes have millions of
 * facts, and an object for each would be most of the memory.
 */
export class NoteFacts {
  readonly #words: string;
  readonly #numbers: NumberText;

  private constructor(words: string, numbers: NumberText) {
    this.#words = words;
    this.#numbers = numbers;
  }

  static of(note: ParsedNote): NoteFacts {
    const kinds: Fact[][] = [
      note.headings.map(({ text, line, level }) => ({ text, line, more: level })),
      note.blocks.map(blockFact),
      note.footnotes.map(blockFact),
      note.links.map(linkFact),
      note.aliases.map((text) => ({ text, line: 1, more: 0 })),
      note.tags.map(({ name, line }) => ({ text: name, line, more: 0 })),
    ];
    const words: string[] = [];
    const header: number[] = [];
    const numbers: number[] = [];
    let length = 0;
    for (const facts of kinds) {
      header.push(HEADER + numbers.length, length);
      for (const { text, line, more } of facts) {
        numbers.push(text.length, line, more);
        length += text.length;
        words.push(text);
      }
    }
    header.push(HEADER + numbers.length, length);
    return new NoteFacts(words.join(''), new NumberText([...header, ...numbers]));
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
        syntax: SYNTAXES[more & 3] as Link['syntax'],
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
    return (this.#numbers.at(2 * LINKS + 2) - this.#numbers.at(2 * LINKS)) / STRIDE;
  }

  #read<T>(kind: number, build: (fact: Fact) => T): T[] {
    const numbers = this.#numbers;
    const end = numbers.at(2 * kind + 2);
    let from = numbers.at(2 * kind + 1);
    const built: T[] = [];
    for (let at = numbers.at(2 * kind); at < end; at += STRIDE) {
      const to = from + numbers.at(at);
      const text = this.#words.slice(from, to);
      built.push(build({ text, line: numbers.at(at + 1), more: numbers.at(at + 2) }));
      from = to;
    }
    return built;
  }
}

function blockFact({ id, line, idLine }: Block): Fact {
  return { text: id, line, more: idLine };
}

function linkFact({ path, subpath, syntax, place, embed, line }: Link): Fact {
  const bits = SYNTAXES.indexOf(syntax) + 4 * PLACES.indexOf(place) + (embed ? 16 : 0);
  return { text: path + subpath, line, more: path.length * LINK_BITS + bits };
}
