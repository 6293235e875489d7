import { writeAngled, writeDestination } from '../link/destination.ts';
import type { Link } from './parsed-note.ts';

/** What is to stand in a link; what is left out stays as it is written. */
export interface NewWords {
  path: string;
  subpath?: string | undefined;
  /** Only for a link without display text. */
  display?: string | undefined;
}

/** A change of the text that a link stands in. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The change that makes a link lead elsewhere in its own style; `text` is what the link was read from. */
export function respell(text: string, link: Link, words: NewWords): Edit {
  if (link.escaping === 'scalar') return wholeScalar(link, words);
  const written = text.slice(link.textStart, link.textEnd);
  const subpath = words.subpath === undefined ? writtenSubpath(written, link) : encode(words.subpath, link);
  const target = encode(words.path, link) + subpath;
  const display =
    words.display === undefined || link.syntax !== 'wiki' ? '' : separator(link) + words.display;
  return { start: link.textStart, end: link.textEnd, text: escaped(target + display, link) };
}

/** The whole link as it stands after `respell`. */
export function respelled(text: string, link: Link, words: NewWords): string {
  const edit = respell(text, link, words);
  return text.slice(link.start, edit.start) + edit.text + text.slice(edit.end, link.end);
}

/** Writes text in the place of some that stands in the same value: between quotes there are rules. */
export function escaped(text: string, { escaping }: Link): string {
  if (escaping === 'json') return JSON.stringify(text).slice(1, -1);
  return escaping === 'yaml-single' ? text.replaceAll("'", "''") : text;
}

function separator({ inTable }: Link): string {
  return inTable ? '\\|' : '|';
}

function encode(words: string, { syntax, angled }: Link): string {
  if (syntax !== 'markdown') return words;
  return angled ? writeAngled(words) : writeDestination(words);
}

/** From the `#` on, as it is written. */
function writtenSubpath(written: string, { syntax, subpath }: Link): string {
  if (subpath === '') return '';
  const at = syntax === 'markdown' ? written.search(/#|%23/) : written.indexOf('#');
  return at < 0 ? '' : written.slice(at);
}

/** A YAML value that is not written as it reads: it gets quotes that hold everything. */
function wholeScalar(link: Link, words: NewWords): Edit {
  const target = words.path + (words.subpath ?? link.subpath);
  const shown = words.display ?? link.display;
  const wiki = `${link.embed ? '!' : ''}[[${target}${shown === undefined ? '' : `|${shown}`}]]`;
  const whole = link.syntax === 'wiki' ? wiki : `[${shown ?? ''}](${writeDestination(target)})`;
  return { start: link.start, end: link.end, text: JSON.stringify(whole) };
}
