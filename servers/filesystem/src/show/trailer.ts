import type { Reply } from '@ashlar/kit';

/** Text of files or names, and apart from it one line in the server's own words. */
export function withTrailer(text: string, facts: readonly (string | undefined)[]): Reply {
  const trailer = { type: 'text', text: `[${facts.filter(Boolean).join(' · ')}]` } as const;
  return text === '' ? [trailer] : [{ type: 'text', text }, trailer];
}

/** How often something was left out, and why: `skipped: 12 ignored, 1 unreadable`. */
export function skippedFact(skipped: Readonly<Record<string, number | undefined>>): string | undefined {
  const reasons = Object.entries(skipped).map(([reason, count]) => `${count} ${WORDS[reason] ?? reason}`);
  return reasons.length === 0 ? undefined : `skipped: ${reasons.join(', ')}`;
}

const WORDS: Readonly<Record<string, string>> = {
  ignored: 'by .gitignore (all: true shows them)',
  tooDeep: 'too deep',
  tooMany: 'folder with too many entries',
  loop: 'folder inside itself',
};

export const DEADLINE = 'stopped at the time limit: this is only a part';
