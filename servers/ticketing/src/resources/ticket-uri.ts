import { ToolError } from '@ashlar/kit';
import { projectOf } from '../tracker/ticket.ts';

export function ticketUri(id: string): string {
  return `ticket://${projectOf(id)}/${id}`;
}

/** The id in the URI of a ticket. Throws `ToolError` (`not_found`) where it is not of the project that it is below. */
export function idIn({ project = '', id = '' }: Readonly<Record<string, string>>): string {
  if (projectOf(id) === project && project !== '') return id;
  throw new ToolError('not_found', 'There is no such ticket.');
}
