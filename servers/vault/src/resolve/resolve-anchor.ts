import type { VaultFile } from '../index/vault-file.ts';
import { isMarkdown } from '../link/fold.ts';
import { subpathParts } from '../link/linktext.ts';
import type { Block, Heading } from '../note/parsed-note.ts';
import { headingKey } from './heading-key.ts';
import { type KeyedHeading, keyedHeadings } from './keyed-headings.ts';

export type Anchor =
  | { kind: 'heading' | 'block' | 'footnote'; line: number }
  /** A parameter for the viewer of a file that is no note (`#page=3`); or a note whose text is not known yet. */
  | { kind: 'view' | 'unread' };

/**
 * What the subpath of a link leads to in its file; undefined where there is no such heading or block, `null` where the
 * subpath names nothing.
 */
export function resolveAnchor(file: VaultFile, subpath: string): Anchor | null | undefined {
  const parts = subpathParts(subpath);
  const last = parts.at(-1);
  if (last === undefined) return null;
  if (!isMarkdown(file.path)) return { kind: 'view' };
  if (file.facts === undefined) return { kind: 'unread' };
  const name = last.trim();
  if (name.startsWith('^')) return withId('block', file.facts.blocks, name.slice(1));
  if (name.startsWith('[^') && name.endsWith(']')) {
    return withId('footnote', file.facts.footnotes, name.slice(2, -1));
  }
  const line = findBelow(keyedHeadings(file.facts), 0, 0, parts.map(headingKey))?.line;
  return line === undefined ? undefined : { kind: 'heading', line };
}

function withId(kind: 'block' | 'footnote', blocks: readonly Block[], id: string): Anchor | undefined {
  const wanted = id.toLowerCase();
  const found = blocks.find((block) => block.id.toLowerCase() === wanted);
  return found && { kind, line: found.line };
}

/** The first heading of that name; of several names, each after and below the one before it. */
export function findHeading(headings: readonly Heading[], names: readonly string[]): Heading | undefined {
  const keyed = headings.map((heading) => ({ ...heading, key: headingKey(heading.text) }));
  return findBelow(keyed, 0, 0, names.map(headingKey));
}

/** No deeper than there are levels: each name is looked for below the level of the one before it. */
function findBelow(
  headings: readonly KeyedHeading[],
  from: number,
  level: number,
  [key, ...inner]: readonly string[],
): Heading | undefined {
  for (let at = from; at < headings.length; at++) {
    const heading = headings[at] as KeyedHeading;
    if (heading.level <= level) return undefined;
    if (heading.key !== key) continue;
    const found = inner.length === 0 ? heading : findBelow(headings, at + 1, heading.level, inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
