import { defineTool, holdsSecret, ToolError } from '@ashlar/kit';
import { quoted } from '@ashlar/kit/files';
import * as z from 'zod';
import { readOnce } from '../asking/read-once.ts';
import type { AttachFrom } from '../attach/attachable.ts';
import { aside, type Context, callerOf, visibilityOf } from '../context.ts';
import { askingFor, inPublic, inTeam, summaryOf } from '../show/ask-first.ts';
import { calledTicket } from '../show/change-summary.ts';
import { MOST, ticketId } from '../show/fields.ts';
import { refuseSecrets } from '../show/outgoing.ts';
import { seenShort } from '../show/seen.ts';
import { writtenRow, writtenShape } from '../show/written.ts';
import type { NewAttachment } from '../tracker/change.ts';

/** Characters of a path. A person is shown all of it. */
const MOST_PATH = 1_000;

type Attaching = Context & { files?: AttachFrom | undefined };

interface Asked {
  path: string;
  name?: string | undefined;
  visibility?: 'internal' | 'public' | undefined;
}

export const attachFile = defineTool({
  name: 'attach_file',
  title: 'Attach a file',
  description: 'Attach a file of the configured folders, for the team alone unless it is public.',
  input: z.object({
    id: ticketId,
    path: z.string().min(1).max(MOST_PATH),
    name: z.string().trim().min(1).max(MOST.name).optional(),
    visibility: z.enum(['internal', 'public']).optional(),
  }),
  output: writtenShape,
  access: 'write',
  hints: { idempotent: true },
  approval: async ({ id, visibility }, context: Attaching) =>
    visibilityOf(context, visibility) === 'public' ? 'must' : askingFor('attach_file', inTeam(id), context),
  async preview({ id, ...asked }, context: Attaching) {
    const ticket = await context.tracker.get(aside(context), id, { signal: context.signal });
    const { file, shown } = await fileOf(asked, context);
    const isPublic = file.visibility === 'public';
    const whom = isPublic ? 'for others to see' : 'for the team';
    const lines = [
      `Attaches, ${whom}, to ${calledTicket(ticket)}:`,
      `file: ${quoted(seenShort(shown, MOST_PATH))}`,
      `as: ${quoted(seenShort(file.name, MOST.name))}, ${file.type}, ${file.bytes.length} bytes`,
      `SHA-256: ${file.sha256}`,
    ];
    const writing = isPublic ? inPublic : inTeam(id);
    return {
      summary: await summaryOf(() => lines, writing, context, { whole: true }),
      version: `${ticket.rev} ${file.sha256}`,
    };
  },
  async run({ id, ...asked }, context: Attaching) {
    const { tracker, signal } = context;
    const { file } = await fileOf(asked, context);
    const attached = tracker.attach?.(callerOf(context), id, file, { signal });
    if (attached !== undefined) return writtenRow(await attached);
    throw new ToolError('unavailable', 'This tracker keeps no files.', { retryable: false });
  },
});

/** Throws `ToolError`, among them `forbidden` for a customer: the folders are the team's. */
async function fileOf(
  { path, name, visibility }: Asked,
  context: Attaching,
): Promise<{ file: NewAttachment; shown: string }> {
  const { files, caller } = context;
  if (files === undefined || aside(context).person.role === 'customer') {
    throw new ToolError('forbidden', 'You may not attach files of this server.', { retryable: false });
  }
  const { shown, ...found } = await readOnce(context, files, { path, tenant: caller.tenant });
  const file = { ...found, name: name ?? found.name, visibility: visibilityOf(context, visibility) };
  refuseSecrets({ name: file.name });
  if (holdsSecret(textOf(file))) {
    throw new ToolError('forbidden', 'path: the file holds what looks like a key, a token or a password.', {
      retryable: false,
    });
  }
  return { file, shown };
}

/** Secrets are of ASCII: they are seen also in a text of another encoding, such as UTF-16, and between other bytes. */
function textOf({ type, bytes }: NewAttachment): string {
  return type === 'text/plain' ? bytes.toString() : bytes.toString('latin1').replaceAll('\0', '');
}
