import { escaped } from '@ashlar/entry-checks';
import { nearest } from '@ashlar/kit/near';

/** What stands behind the sentence that there is no such name: ` Did you mean cursor?`, or nothing. */
export function didYouMean(typed: string, names: readonly string[]): string {
  const [meant] = nearest(typed, names, 1);
  return meant === undefined ? '' : ` Did you mean ${escaped(meant)}?`;
}
