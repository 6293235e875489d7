import { parseWords, type ReadYaml } from '../note/parse-note.ts';
import { filterWords } from './filters.ts';
import { BREAK, searchable } from './searchable.ts';

/** What of a note is indexed, each part with its own weight, in searchable form but for the last one. */
export interface Fields {
  /** The name of the file, and its aliases. */
  title: string;
  headings: string;
  tags: string;
  /** All of the text: properties, headings and tags are in it as well. */
  body: string;
  /** Words of their own for what notes are filtered by. */
  filters: string;
}

/** The columns of the index, in its order. */
export const COLUMNS = [
  'title',
  'headings',
  'tags',
  'body',
  'filters',
] as const satisfies readonly (keyof Fields)[];

/** The parts of a note, as its parser reads them. */
export function fieldsOf(path: string, text: string, readYaml?: ReadYaml): Fields {
  const note = parseWords(text, readYaml);
  return {
    title: joined([nameOf(path), ...note.aliases]),
    headings: joined(note.headings.map((heading) => heading.text)),
    tags: joined(note.tags.map(({ name }) => name)),
    body: searchable(text),
    filters: filterWords(path, note).join(' '),
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

/** The name of a note as links write it. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/i, '');
}
