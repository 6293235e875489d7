import type { Reply } from './define.ts';

/** Bytes of text in one answer: about 4,000 tokens. What the protocol puts around it still fits into 16 KB. */
export const ANSWER_BYTES = 15_000;

/** What comes from elsewhere, and apart from it, in a block of its own, one line in the server's own words. */
export function withTrailer(text: string, facts: readonly (string | undefined)[]): Reply {
  const trailer = { type: 'text', text: trailerOf(facts) } as const;
  return text === '' ? [trailer] : [{ type: 'text', text }, trailer];
}

/** Facts as such a line; those that are undefined or empty are left out. */
export function trailerOf(facts: readonly (string | undefined)[]): string {
  return `[${facts.filter(Boolean).join(' · ')}]`;
}
