import type { Changed } from '../tracker/ticket.ts';

/** What goes from a set of a ticket, and what comes. */
export interface SetChange {
  gone: readonly string[];
  come: readonly string[];
}

interface Asked {
  add?: readonly string[] | undefined;
  remove?: readonly string[] | undefined;
}

/** What adding to a set and taking from it changes: what of that was not so before. */
export function setChange(there: readonly string[], { add = [], remove = [] }: Asked): SetChange {
  const before = new Set(there);
  return {
    gone: unique(remove).filter((name) => before.has(name)),
    come: unique(add).filter((name) => !before.has(name)),
  };
}

/** The same in words. */
export function changedSet(field: string, { gone, come }: SetChange): Changed[] {
  if (gone.length + come.length === 0) return [];
  return [{ field, ...joined('before', gone), ...joined('after', come) }];
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function joined(side: 'before' | 'after', names: readonly string[]): Partial<Changed> {
  return names.length === 0 ? {} : { [side]: names.join(', ') };
}
