/** Milliseconds by which the clock of a tracker and this one may differ. */
export const SKEW_MS = 120_000;

/** Whether a tracker's text is the one that was sent: it ends lines in its own way, and trims. */
export function sameText(theirs: string | null | undefined, sent: string): boolean {
  const plain = (text: string) => text.replaceAll('\r\n', '\n').trim();
  return plain(theirs ?? '') === plain(sent);
}
