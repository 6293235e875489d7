import type { Skipped, SkipReason } from '../walk/skipped.ts';

/** How often something was left out, and why: `skipped: 12 by .gitignore, 1 link`. */
export function skippedFact(skipped: Skipped): string | undefined {
  const reasons = Object.entries(skipped) as [SkipReason, number][];
  if (reasons.length === 0) return undefined;
  return `skipped: ${reasons.map(([reason, count]) => `${count} ${wordsFor(reason, count)}`).join(', ')}`;
}

function wordsFor(reason: SkipReason, count: number): string {
  const [one, many = one] = WORDS[reason];
  return count === 1 ? one : many;
}

const WORDS: Readonly<Record<SkipReason, readonly [one: string, many?: string]>> = {
  ignored: ['by .gitignore (all: true shows it)', 'by .gitignore (all: true shows them)'],
  unreadable: ['unreadable'],
  tooDeep: ['folder too deep', 'folders too deep'],
  loop: ['folder inside itself', 'folders inside themselves'],
  tooMany: ['folder cut off, with too many entries', 'folders cut off, with too many entries'],
  binary: ['not text'],
  link: ['link', 'links'],
  special: ['device, pipe or socket', 'devices, pipes or sockets'],
  unfinished: ['not finished in time'],
};

export const DEADLINE = 'stopped at the time limit: this is only a part';
