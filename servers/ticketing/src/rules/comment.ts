import { ToolError } from '@ashlar/kit/errors';
import type { NewComment } from '../tracker/change.ts';
import type { Edit } from './edit.ts';
import type { Moment } from './rules.ts';

/**
 * What a comment is in the history of its ticket. Throws `ToolError` (`forbidden`) for a customer's that is for the team
 * alone.
 */
export function commented({ person }: Moment, number: number, { visibility }: NewComment): Edit {
  if (person.role === 'customer' && visibility !== 'public') throw notForCustomers();
  return {
    what: 'commented',
    changed: [
      { field: 'comment', after: String(number) },
      { field: 'visibility', after: visibility },
      { field: 'author', after: person.name },
    ],
  };
}

function notForCustomers(): ToolError {
  return new ToolError('forbidden', 'visibility: a customer cannot write for the team alone.', {
    hint: 'Write it as public.',
    retryable: false,
  });
}
