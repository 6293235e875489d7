import { clip, oneLine } from '@ashlar/kit/files';
import type { ParsedNote } from '../note/parsed-note.ts';
import type { Lines } from './part.ts';
import { counted } from './trailer.ts';

const MOST_ROW = 300;

/** A line of an outline, and the line of the note that it stands for. */
export interface OutlineRow {
  line: number;
  text: string;
}

/**
 * What a model needs to read on in a note: its properties by name, where it starts, headings with their level and ids
 * of blocks by line, `12: ## Goals`, `14: ^id`. Only of some lines of it.
 */
export function outlineOf(note: ParsedNote, { from, to }: Lines): OutlineRow[] {
  const { headings, blocks, properties } = note;
  const rows = [
    ...headings.map(({ line, level, text }) => row(line, `${'#'.repeat(level)} ${text}`)),
    ...blocks.map(({ id, line }) => row(line, `^${id}`)),
  ].filter(({ line }) => line >= from && line <= to);
  rows.sort((a, b) => a.line - b.line);
  if (from === 1 && properties.size > 0)
    rows.unshift(
      row(1, `${counted(properties.size, 'property', 'properties')}: ${[...properties.keys()].join(', ')}`),
    );
  return rows;
}

/** How many there are of everything in the whole note. */
export function outlineFacts({ headings, blocks, links, broken }: ParsedNote): (string | undefined)[] {
  return [
    counted(headings.length, 'heading'),
    counted(blocks.length, 'block id'),
    counted(links.length, 'link'),
    broken ? 'properties that cannot be read' : undefined,
  ];
}

function row(line: number, text: string): OutlineRow {
  return { line, text: clip(`${line}: ${oneLine(text.slice(0, MOST_ROW))}`, MOST_ROW) };
}
