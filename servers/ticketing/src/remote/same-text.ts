/** Milliseconds by which the clock of a tracker and this one may differ beyond what is known. */
const SKEW_MS = 120_000;

/**
 * When something that was begun then, in milliseconds since 1970, may be there at the earliest, by the clock of a tracker
 * that was ahead of this one by so many milliseconds.
 */
export function earliestOf(begun: number, ahead: number): number {
  return begun + Math.min(ahead, 0) - SKEW_MS;
}

/** Whether a tracker's text is the one that was sent: it ends lines in its own way, and trims. */
export function sameText(theirs: string | null | undefined, sent: string): boolean {
  const plain = (text: string) => text.replaceAll('\r\n', '\n').trim();
  return plain(theirs ?? '') === plain(sent);
}
