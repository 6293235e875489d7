import { clip, oneLine } from '@ashlar/kit/files';
import type { Edge } from '../graph/edges.ts';
import type { LinkFact } from '../index/note-facts.ts';

const MOST_TARGET = 300;
const MOST_CONTEXT = 160;

/** A link that leaves a note: `12: embed Plan#Goals → Work/Plan.md`. */
export function outgoingLine({ link, to }: Edge, times: number): string {
  const leads = to.file === undefined ? 'no such file' : `→ ${oneLine(to.file.path)}`;
  const anchor = to.status === 'anchor_missing' ? '(no such heading or block)' : '';
  const choice = to.candidates.length > 1 ? `(ambiguous, 1 of ${to.candidates.length} by ${to.rule})` : '';
  const written = clip(oneLine(link.path + link.subpath), MOST_TARGET);
  return joined(`${link.line}:`, kindOf(link), written, leads, anchor, choice, often(times));
}

/** A link that comes to a note, with the line that it stands in: `Log.md:7: link: as [[Plan]] says`. */
export function incomingLine({ from, link }: Edge, times: number, context: string | undefined): string {
  const said = context === undefined ? '' : clip(oneLine(context.trim()), MOST_CONTEXT);
  return joined(`${oneLine(from.path)}:${link.line}:`, kindOf(link), said, often(times));
}

/** '' for a plain link in the text of a note. */
function kindOf({ embed, place }: LinkFact): string {
  if (place === 'card') return place;
  if (embed) return 'embed';
  return place === 'text' ? '' : place;
}

function joined(...parts: readonly string[]): string {
  return parts.filter(Boolean).join(' ');
}

function often(times: number): string {
  return times === 1 ? '' : `(${times} times)`;
}
