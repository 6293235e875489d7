/**
 * Why something was left out: `ignored` by a `.gitignore`; `unreadable`; `tooDeep`, below 64 levels; `loop`, a
 * folder inside itself; `tooMany`, a folder whose entries beyond a bound were not read; and in a search `binary`,
 * `link`, `special` (neither file, folder nor link) and `unfinished` (a file the deadline came upon).
 * What deny rules protect is never counted: a count would tell that it exists.
 */
export type SkipReason =
  | 'ignored'
  | 'unreadable'
  | 'tooDeep'
  | 'loop'
  | 'tooMany'
  | 'binary'
  | 'link'
  | 'special'
  | 'unfinished';

/** How many things were left out, by reason. */
export type Skipped = { [reason in SkipReason]?: number };

export function skip(skipped: Skipped, reason: SkipReason): void {
  skipped[reason] = (skipped[reason] ?? 0) + 1;
}
