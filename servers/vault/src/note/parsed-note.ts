import type { Linktext } from '../link/linktext.ts';

/** Offsets are in UTF-16 units from the start of the file, lines count from 1. */
export interface Link extends Linktext {
  /** How it is written; `path` stands for the bare path of a canvas card. */
  syntax: 'wiki' | 'markdown' | 'path';
  place: 'text' | 'definition' | 'property' | 'card';
  embed: boolean;
  /** Of the whole link, brackets and `!` included. */
  start: number;
  end: number;
  line: number;
  /** Of the link text as it is written: path and subpath, without `<…>`, title and display text. */
  textStart: number;
  textEnd: number;
  /** What is shown instead of the target: behind `|`, or between `[` and `]`. */
  display: string | undefined;
  displayStart: number;
  /** The destination stands in `<…>`. */
  angled: boolean;
  /** In a row of a table, where `|` has to be written `\|`. */
  inTable: boolean;
  /** How characters around it are escaped, so that an edit escapes likewise. `scalar`: offsets are the whole YAML value. */
  escaping: 'none' | 'json' | 'yaml-single' | 'scalar';
  /** Of a property: `related.0`. */
  key: string | undefined;
}

export interface Heading {
  /** As it is written, links and markup included, without the marks of the heading. */
  text: string;
  level: number;
  line: number;
}

export interface Block {
  id: string;
  /** Where the block begins. */
  line: number;
  /** Where its id stands. */
  idLine: number;
}

export interface Tag {
  /** Without `#`. */
  name: string;
  line: number;
}

/** One note, read as the vault reads it. */
export interface ParsedNote {
  /** In the order of the file. */
  links: Link[];
  headings: Heading[];
  blocks: Block[];
  footnotes: Block[];
  tags: Tag[];
  aliases: string[];
  /** What each property says, as it is written: an element for each of a list. None where it says nothing or has a map. */
  properties: ReadonlyMap<string, readonly string[]>;
  /** Offset behind the frontmatter; 0 where there is none. */
  bodyStart: number;
  /** The frontmatter cannot be read as YAML. */
  broken: boolean;
}
