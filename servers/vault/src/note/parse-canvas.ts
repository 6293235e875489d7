import { hasExtension } from '../link/fold.ts';
import { type JsonString, jsonStrings, sourceOffsets } from './json-strings.ts';
import { lineNumbers } from './line-numbers.ts';
import { parseNote } from './parse-note.ts';
import type { Link, ParsedNote } from './parsed-note.ts';

/** Of what a canvas says: `nodes`, the place in it, the field. */
const DEPTH = 3;

export function isCanvas(path: string): boolean {
  return hasExtension(path, '.canvas');
}

/**
 * Reads a canvas (JSON Canvas 1.0): cards of files are embeds, text cards are notes. Their headings and ids do not
 * count, because no link leads to them. Never throws: what is no canvas has no links.
 */
export function parseCanvas(json: string): ParsedNote {
  const note: ParsedNote = {
    links: [],
    headings: [],
    blocks: [],
    footnotes: [],
    tags: [],
    aliases: [],
    properties: new Map(),
    bodyStart: 0,
    broken: !isJson(json),
  };
  if (note.broken) return note;
  const lineOf = lineNumbers(json);
  const subpaths = new Map<string, string>();
  for (const text of jsonStrings(json, DEPTH)) {
    const [list, place, field] = text.path;
    if (list !== 'nodes' || place === undefined) continue;
    if (field === 'subpath') subpaths.set(place, text.value);
    else if (field === 'file' && text.value !== '') note.links.push(fileCard(text, place));
    else if (field === 'text') addTextCard(note, json, text, lineOf);
  }
  for (const link of note.links) {
    link.line = lineOf(link.start);
    if (link.key !== undefined) link.subpath = subpaths.get(link.key) ?? '';
  }
  return note;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function fileCard({ value, start, end }: JsonString, place: string): Link {
  return {
    path: value,
    subpath: '',
    syntax: 'path',
    place: 'card',
    embed: true,
    start,
    end,
    line: 0,
    textStart: start,
    textEnd: end,
    display: undefined,
    displayStart: -1,
    angled: false,
    inTable: false,
    escaping: 'json',
    key: place,
  };
}

function addTextCard(note: ParsedNote, json: string, text: JsonString, lineOf: (at: number) => number): void {
  const { links, tags } = parseNote(text.value);
  if (links.length === 0 && tags.length === 0) return;
  const offsets = sourceOffsets(json, text);
  const at = (offset: number) => offsets[offset] ?? text.end;
  for (const tag of tags) note.tags.push({ name: tag.name, line: lineOf(text.start) });
  for (const link of links) {
    // A card has no properties, whatever its first line is.
    if (link.place === 'property') continue;
    note.links.push({
      ...link,
      place: 'card',
      start: at(link.start),
      end: at(link.end),
      textStart: at(link.textStart),
      textEnd: at(link.textEnd),
      displayStart: link.displayStart < 0 ? -1 : at(link.displayStart),
      escaping: 'json',
      key: undefined,
    });
  }
}
