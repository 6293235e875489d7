import { defineResource, ToolError } from '@ashlar/kit';
import { callerOf } from '../context.ts';
import type { Desk } from '../open-tracker.ts';
import { seen } from '../show/seen.ts';
import { idIn } from './ticket-uri.ts';

/** Bytes that one answer can bring; in Base64 they grow by a third. */
const MOST_BYTES = 5_000_000;

/** What an answer cannot bring is listed with its hash all the same. */
export const attachment = defineResource<Pick<Desk, 'tracker' | 'asks' | 'as' | 'customerScope'>>({
  name: 'attachment',
  title: 'Attachment',
  description: 'A file of a ticket, by the id that get_ticket lists it with.',
  uri: 'ticket://{project}/{id}/attachments/{file}',
  async read(uri, variables, context) {
    const { tracker, signal } = context;
    const { file = '' } = variables;
    const found = await tracker.attachment?.(callerOf(context), idIn(variables), file, { signal });
    if (found === undefined) throw new ToolError('not_found', 'This tracker keeps no files.');
    const { type: mimeType, bytes } = found;
    if (bytes.length > MOST_BYTES) {
      throw new ToolError(
        'limited',
        `The file has ${bytes.length} bytes; at most ${MOST_BYTES} can be sent.`,
        {
          retryable: false,
        },
      );
    }
    const isText = mimeType === 'text/plain';
    const content = isText ? { text: seen(bytes.toString()) } : { blob: bytes.toString('base64') };
    return { contents: [{ uri, mimeType, ...content }] };
  },
});
