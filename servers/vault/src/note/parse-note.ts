import { BlockScan } from './block-scan.ts';
import { BlockText } from './block-text.ts';
import { type Frontmatter, findFrontmatter } from './frontmatter.ts';
import { InlineScan } from './inline-scan.ts';
import { lineNumbers } from './line-numbers.ts';
import type { ParsedNote } from './parsed-note.ts';
import type { Properties } from './properties.ts';
import { readSimple } from './simple-properties.ts';

/** Reads frontmatter with a YAML parser; undefined where it is no YAML. */
export type ReadYaml = (text: string, where: Frontmatter) => Properties | undefined;

/** Loads the YAML parser, which only frontmatter out of the ordinary needs. */
export async function openYaml(): Promise<ReadYaml> {
  const { readYaml } = await import('./yaml-properties.ts');
  return readYaml;
}

/** Whether `parseNote` will need a `ReadYaml` for this text. */
export function needsYaml(text: string): boolean {
  const where = findFrontmatter(text);
  return where !== undefined && readSimple(text, where) === undefined;
}

/**
 * Reads a note: its links of every kind, headings, block ids, footnotes, tags and aliases. Never throws, and takes
 * time in proportion to the length of the text, whatever it is. Without `readYaml` frontmatter that needs it counts
 * as broken.
 */
export function parseNote(text: string, readYaml?: ReadYaml): ParsedNote {
  return parse(text, readYaml, true);
}

/** The same without the links of its text: where only words are of interest, a million of them would take the room. */
export function parseWords(text: string, readYaml?: ReadYaml): Omit<ParsedNote, 'links'> {
  return parse(text, readYaml, false);
}

function parse(text: string, readYaml: ReadYaml | undefined, keepsLinks: boolean): ParsedNote {
  const lineOf = lineNumbers(text);
  const where = findFrontmatter(text);
  const properties = where && (readSimple(text, where) ?? readYaml?.(text, where));
  const bodyStart = where?.bodyStart ?? 0;
  const inline = new InlineScan(text, keepsLinks);
  const said = new BlockText(text, inline);
  new BlockScan(text, said).read(bodyStart, lineOf(bodyStart));
  const links = [...(properties?.links ?? []), ...inline.links].sort((a, b) => a.start - b.start);
  for (const link of links) link.line = lineOf(link.start);
  return {
    links,
    headings: said.headings,
    blocks: said.blocks,
    footnotes: said.footnotes,
    tags: [
      ...(properties?.tags ?? []).map((name) => ({ name, line: 1 })),
      ...inline.tags.map(({ name, at }) => ({ name, line: lineOf(at) })),
    ],
    aliases: properties?.aliases ?? [],
    properties: properties?.values ?? new Map(),
    bodyStart,
    broken: where !== undefined && properties === undefined,
  };
}
