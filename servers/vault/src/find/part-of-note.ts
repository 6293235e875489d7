import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import { subpathParts } from '../link/linktext.ts';
import type { ParsedNote } from '../note/parsed-note.ts';
import { findHeading } from '../resolve/resolve-anchor.ts';

/** Lines of a note, from 1, both included. */
export interface Lines {
  from: number;
  to: number;
}

export interface Wanted {
  heading?: string | undefined;
  block?: string | undefined;
  lines?: string | undefined;
}

/**
 * Which lines of a note of `total` are meant. Throws `ToolError`: `invalid_input` for more than one way to say it or
 * lines that are none, `not_found` for a heading or block that is not there.
 */
export function partOf(note: ParsedNote, total: number, wanted: Wanted): Lines {
  const { heading, block, lines } = wanted;
  if (Object.values(wanted).filter((one) => one !== undefined).length > 1) throw tooMany();
  if (heading !== undefined) return belowHeading(note, heading, total);
  if (block !== undefined) return blockLines(note, block);
  return lines === undefined ? { from: 1, to: total } : span(lines, total);
}

function belowHeading({ headings }: ParsedNote, wanted: string, total: number): Lines {
  const found = findHeading(headings, subpathParts(wanted.replace(/^#+\s*/, '')));
  if (found === undefined)
    throw missing(
      'heading',
      headings.map(({ text }) => text),
    );
  const next = headings.find(({ line, level }) => line > found.line && level <= found.level);
  return { from: found.line, to: next === undefined ? total : next.line - 1 };
}

function blockLines({ blocks }: ParsedNote, wanted: string): Lines {
  const id = wanted.replace(/^#?\^/, '').toLowerCase();
  const found = blocks.find((block) => block.id.toLowerCase() === id);
  if (found === undefined)
    throw missing(
      'block',
      blocks.map((block) => `^${block.id}`),
    );
  return { from: found.line, to: Math.max(found.line, found.idLine) };
}

function span(lines: string, total: number): Lines {
  const [, first, dash, last] = /^(\d{1,9})\s*(?:(-)\s*(\d{1,9})?)?$/.exec(lines.trim()) ?? [];
  const from = Number(first);
  const to = dash === '-' ? Number(last ?? Math.max(total, from)) : from;
  if (first === undefined || from < 1 || to < from)
    throw badLines('lines: is not of the form 12, 12-40 or 12-.');
  if (from > total) throw badLines(`lines: the note has ${total}.`);
  return { from, to: Math.min(to, total) };
}

function badLines(message: string): ToolError {
  return new ToolError('invalid_input', message);
}

function tooMany(): ToolError {
  return new ToolError('invalid_input', 'heading, block and lines: give only one of them.');
}

const MOST_NAMED = 20;

function missing(what: 'heading' | 'block', there: readonly string[]): ToolError {
  const named = there.slice(0, MOST_NAMED).map(quoted).join(', ');
  const more = there.length > MOST_NAMED ? ` and ${there.length - MOST_NAMED} more` : '';
  return new ToolError('not_found', `${what}: the note has no such ${what}.`, {
    hint: there.length === 0 ? `It has no ${what}s.` : `It has ${named}${more}.`,
  });
}
