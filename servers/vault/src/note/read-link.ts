import { isExternal } from '../link/destination.ts';
import { InlineScan } from './inline-scan.ts';
import { IN_TEXT } from './make-link.ts';
import type { Link } from './parsed-note.ts';

/** UTF-16 units; no file system has longer paths. */
const MAX_LINK = 4_096;

/** Why a text is no link. */
export type Flaw = 'empty' | 'too_long' | 'several_lines' | 'external' | 'not_a_link';

/** A link that somebody wrote by itself, and the text that its offsets count in. */
export type ReadLink = { link: Link; text: string } | { flaw: Flaw };

/**
 * Reads one link, written as in a note (`[[…]]`, `![[…]]`, `[…](…)`, `![…](…)`), or only what stands between double
 * brackets; blanks around it do not count. Never throws.
 */
export function readLink(written: string): ReadLink {
  if (written.length > MAX_LINK) return { flaw: 'too_long' };
  const trimmed = written.trim();
  if (trimmed === '') return { flaw: 'empty' };
  if (/[\r\n]/.test(trimmed)) return { flaw: 'several_lines' };
  const whole = onlyLink(trimmed);
  if (whole !== undefined) return whole;
  if (/^!?\[/.test(trimmed)) return { flaw: flawOf(trimmed) };
  return onlyLink(`[[${trimmed}]]`) ?? { flaw: 'not_a_link' };
}

function onlyLink(text: string): ReadLink | undefined {
  const inline = new InlineScan(text);
  inline.read(0, text.length, IN_TEXT);
  const link = inline.links.at(-1);
  // An embed in the text of a link stands before it.
  if (link?.start !== 0 || link.end !== text.length) return undefined;
  link.line = 1;
  return { link, text };
}

function flawOf(text: string): Flaw {
  if (/^!?\[\[?\s*\]?\](?:\(\s*\))?$/.test(text) || /\]\(\s*\)$/.test(text)) return 'empty';
  const destination = /\]\(\s*<?([^\s>]*)/.exec(text)?.[1];
  return destination !== undefined && isExternal(destination) ? 'external' : 'not_a_link';
}
