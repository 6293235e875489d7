import { ToolError } from '@ashlar/kit';
import { projectOf } from '../tracker/ticket.ts';

const PLACE = /^ticket:\/\/([^/]+)\/([^/]+)(?:\/attachments\/[^/]+)?$/;

/**
 * The id in the URI of a ticket, or of what is attached to it: `ticket://OPS/OPS-12`, `ticket://acme%2Fweb/acme%2Fweb-12`. Throws `ToolError`:
 * `not_found` where it is not of the project that it is below, `invalid_input` for what is no URI.
 */
export function idIn(uri: string): string {
  const [, project = '', id = ''] = PLACE.exec(uri)?.map(decoded) ?? [];
  if (projectOf(id) === project && project !== '') return id;
  throw new ToolError('not_found', 'There is no such ticket.');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ToolError('invalid_input', 'uri: its percent-encoding is damaged.');
  }
}
