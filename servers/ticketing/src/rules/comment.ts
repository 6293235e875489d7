import type { NewComment } from '../tracker/change.ts';
import type { Edit } from './edit.ts';
import type { Moment } from './rules.ts';

/** What a comment is in the history of its ticket. */
export function commented({ person }: Moment, number: number, { visibility }: NewComment): Edit {
  return {
    what: 'commented',
    changed: [
      { field: 'comment', after: String(number) },
      { field: 'visibility', after: visibility },
      { field: 'author', after: person.name },
    ],
  };
}
