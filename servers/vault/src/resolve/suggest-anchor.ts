import { bareName, editDistance } from '@ashlar/kit/near';
import type { VaultFile } from '../index/vault-file.ts';
import { subpathParts } from '../link/linktext.ts';
import { headingKey } from './heading-key.ts';
import { keyedHeadings } from './keyed-headings.ts';
import type { Why } from './suggest.ts';

/** Headings compared: a note with more of them is no note. */
const MAX_COMPARED = 2_000;
/** What would end the link or its heading. */
const UNFIT = /[#|^[\]\\\r\n]+/g;

interface Near {
  subpath: string;
  why: Why;
  rank: number;
}

/** The headings or blocks of a file that are nearest to what a subpath names, with their own subpaths; best first. */
export function suggestAnchors(
  file: VaultFile,
  subpath: string,
  most: number,
): { subpath: string; why: Why }[] {
  const wanted = subpathParts(subpath).at(-1)?.trim() ?? '';
  const near = wanted.startsWith('^') ? nearBlocks(file, wanted.slice(1)) : nearHeadings(file, wanted);
  const best = near.sort((a, b) => a.rank - b.rank);
  return best.slice(0, most).map(({ subpath: text, why }) => ({ subpath: text, why }));
}

function nearBlocks(file: VaultFile, wanted: string): Near[] {
  const blocks = file.facts?.blocks ?? [];
  return blocks.slice(0, MAX_COMPARED).flatMap(({ id }) => {
    const near = compare(id, wanted);
    return near === undefined ? [] : [{ subpath: `#^${id}`, ...near }];
  });
}

function nearHeadings(file: VaultFile, wanted: string): Near[] {
  const headings = file.facts === undefined ? [] : keyedHeadings(file.facts);
  const above = new Set<string>();
  return headings.slice(0, MAX_COMPARED).flatMap(({ text: written, key }) => {
    const text = written.replace(UNFIT, ' ').trim();
    // A heading of the same words further up would be taken for it.
    if (text === '' || above.has(key)) return [];
    above.add(key);
    const near = compare(key, headingKey(wanted));
    return near === undefined ? [] : [{ subpath: `#${text}`, ...near }];
  });
}

/** Undefined where the two are not alike. */
function compare(key: string, wanted: string): { why: Why; rank: number } | undefined {
  if (key === wanted) return { why: 'moved', rank: 0 };
  const [bare, other] = [bareName(key.toLowerCase()), bareName(wanted.toLowerCase())];
  if (bare === '' || other === '') return undefined;
  if (bare === other) return { why: 'case', rank: 1 };
  const limit = Math.min(4, Math.max(1, Math.floor(other.length / 4)));
  const distance = editDistance(bare, other, limit);
  if (distance <= limit) return { why: 'typo', rank: 1 + distance };
  // Half a heading is often what people remember.
  const part = other.length > 3 && (bare.includes(other) || other.includes(bare));
  return part ? { why: 'typo', rank: 10 + Math.abs(bare.length - other.length) } : undefined;
}
