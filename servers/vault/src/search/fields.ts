import { BREAK, searchable } from './searchable.ts';

/** What of a note is indexed, each part with its own weight, in searchable form. */
export interface Fields {
  /** The name of the file, and its aliases. */
  title: string;
  headings: string;
  tags: string;
  /** All of the text: properties, headings and tags are in it as well. */
  body: string;
}

/** The columns of the index, in its order. */
export const COLUMNS = ['title', 'headings', 'tags', 'body'] as const satisfies readonly (keyof Fields)[];

/** At the start of the text only. */
const FRONTMATTER = /---[ \t]*\r?\n([\s\S]*?)^(?:---|\.\.\.)[ \t]*\r?$/my;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}#{1,6}[ \t]+(.*)$/s;
/** Makes a heading of the line above, where that is plain text. */
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
const PLAIN = /^ {0,3}(?![-*+>#|`~]|\d+[.)]\s)\S/;
const TAG = /(?:^|[\s([{,;])#([\p{L}\p{N}\p{M}\p{Extended_Pictographic}_/-]+)/gu;

/**
 * The parts of a note by a reading of its lines that is only as exact as ranking needs: 100,000 notes go through here.
 * What is a heading or a tag for sure, the parser of notes says.
 */
export function fieldsOf(path: string, text: string): Fields {
  FRONTMATTER.lastIndex = 0;
  const front = FRONTMATTER.exec(text);
  const properties = front?.[1] ?? '';
  const headings: string[] = [];
  const tags = [property(properties, 'tags?')];
  let fence: string | undefined;
  let before = '';
  for (const line of linesOf(text.slice(front?.[0].length ?? 0))) {
    if (fence === undefined && UNDERLINE.test(line) && PLAIN.test(before)) headings.push(before);
    before = line;
    const mark = FENCE.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark : undefined;
    }
    if (fence !== undefined || !line.includes('#')) continue;
    const heading = HEADING.exec(line)?.[1];
    if (heading !== undefined) headings.push(heading);
    for (const [, tag] of line.matchAll(TAG)) tags.push(tag as string);
  }
  return {
    title: joined([nameOf(path), property(properties, 'alias(?:es)?')]),
    headings: joined(headings),
    tags: joined(tags),
    body: searchable(text),
  };
}

function joined(parts: readonly string[]): string {
  return parts.map(searchable).join(BREAK);
}

/** Line by line, without a copy of them all. */
export function* linesOf(text: string): Generator<string> {
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    yield text.slice(start, text[stop - 1] === '\r' ? stop - 1 : stop);
    start = stop + 1;
  }
}

/** The raw text of a property: what is on its line, and the items of a list or the lines of a text below it. */
function property(properties: string, name: string): string {
  if (properties === '') return '';
  const found = new RegExp(`^${name}[ \\t]*:([^\\n]*(?:\\n(?:[ \\t]+|-[ \\t])[^\\n]*)*)`, 'im').exec(
    properties,
  );
  return found?.[1] ?? '';
}

/** The name of a note as links write it. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/i, '');
}
