import { bareName, editDistance } from '@ashlar/kit/near';
import { escaped } from './characters.ts';
import { type Finding, finding } from './finding.ts';
import known from './known-packages.json' with { type: 'json' };
import type { PackageRef } from './package-ref.ts';

/** Characters of a name that allow for one slip, and for two; a shorter one is a name of its own too easily. */
const ONE_SLIP = 6;
const TWO_SLIPS = 12;

/**
 * A package whose name is that of a well-known one but for a slip or two, or for its punctuation: that is how
 * somebody else's package comes to run. The list is `known-packages.json`, which says where its names are from.
 */
export function checkLookAlike({ registry, name }: PackageRef): Finding[] {
  const meant = wellKnown({ registry, name });
  if (meant === undefined || meant === name) return [];
  return [
    finding(
      'look-alike',
      `args: ${escaped(name)} is not ${meant}, which is well known: they differ in ${difference(name, meant)}.`,
      `Write ${meant} if you mean that. Who knows who publishes ${escaped(name)} can take it: ashlar add --accept look-alike.`,
    ),
  ];
}

/** The well-known package that has this name, or one that is taken for it. */
export function wellKnown({ registry, name }: Pick<PackageRef, 'registry' | 'name'>): string | undefined {
  const names: readonly string[] = known[registry];
  return names.includes(name) ? name : names.find((each) => isNear(name.toLowerCase(), each));
}

function isNear(name: string, known: string): boolean {
  const limit = known.length < ONE_SLIP ? 0 : known.length < TWO_SLIPS ? 1 : 2;
  return editDistance(name, known, limit) <= limit || bareName(name) === bareName(known);
}

/** Where the two part and where they meet again: `'sevrer', not 'server'`. */
function difference(name: string, meant: string): string {
  let first = 0;
  while (first < name.length && name[first] === meant[first]) first += 1;
  let last = 0;
  while (last < Math.min(name.length, meant.length) - first && name.at(-1 - last) === meant.at(-1 - last))
    last += 1;
  const part = (text: string) => escaped(text.slice(first, text.length - last));
  return `'${part(name)}', not '${part(meant)}', at character ${first + 1}`;
}
