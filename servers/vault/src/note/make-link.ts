import { isExternal, readDestination } from '../link/destination.ts';
import { splitInside, splitLinktext } from '../link/linktext.ts';
import type { Destination } from './link-tail.ts';
import type { Link } from './parsed-note.ts';

/** What the place of a link says about it. */
export type Setting = Pick<Link, 'place' | 'inTable' | 'escaping' | 'key'>;

export const IN_TEXT: Setting = { place: 'text', inTable: false, escaping: 'none', key: undefined };
export const IN_TABLE: Setting = { ...IN_TEXT, inTable: true };
export const IN_DEFINITION: Setting = { ...IN_TEXT, place: 'definition' };

/** Where the brackets of a link are: those before its label or text, and those behind. */
export interface Brackets {
  open: number;
  close: number;
  /** A `!` stands before them. */
  embed: boolean;
}

/** The link between `[[` and `]]`; undefined where it names nothing. */
export function wikiLink(text: string, { open, close, embed }: Brackets, setting: Setting): Link | undefined {
  const inner = open + 2;
  const inside = text.slice(inner, close);
  const { textEnd, displayStart } = splitInside(inside);
  const written = displayStart === undefined ? inside : inside.slice(0, textEnd);
  const { path, subpath } = splitLinktext(written);
  if (path === '' && subpath === '') return undefined;
  return {
    path,
    subpath,
    syntax: 'wiki',
    place: setting.place,
    embed,
    start: embed ? open - 1 : open,
    end: close + 2,
    line: 0,
    textStart: inner,
    textEnd: inner + textEnd,
    display: displayStart === undefined ? undefined : inside.slice(displayStart),
    displayStart: displayStart === undefined ? -1 : inner + displayStart,
    angled: false,
    inTable: setting.inTable,
    escaping: setting.escaping,
    key: setting.key,
  };
}

/** A Markdown link with its label between the brackets; undefined where it leads out of the vault. */
export function markdownLink(
  text: string,
  { open, close, embed }: Brackets,
  destination: Destination,
  setting: Setting,
): Link | undefined {
  const written = text.slice(destination.start, destination.end);
  if (isExternal(written)) return undefined;
  const { path, subpath } = splitLinktext(readDestination(written));
  if (path === '' && subpath === '') return undefined;
  return {
    path,
    subpath,
    syntax: 'markdown',
    place: setting.place,
    embed,
    start: embed ? open - 1 : open,
    end: destination.after,
    line: 0,
    textStart: destination.start,
    textEnd: destination.end,
    display: text.slice(open + 1, close),
    displayStart: open + 1,
    angled: destination.angled,
    inTable: setting.inTable,
    escaping: setting.escaping,
    key: setting.key,
  };
}
