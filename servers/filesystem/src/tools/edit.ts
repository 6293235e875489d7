import { defineTool, type Reply, withTrailer } from '@ashlar/kit';
import { oneLine } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { editPlace } from '../edit/edit-place.ts';

export const edit = defineTool({
  name: 'edit',
  title: 'Edit a file',
  description:
    'Replace text in a file: each old must occur exactly once as read shows it. All edits or none; answers with the diff.',
  input: z.object({
    path: z.string().min(1),
    edits: z
      .array(
        z.strictObject({
          old: z.string().min(1),
          new: z.string(),
          all: z.boolean().optional().describe('Every occurrence.'),
        }),
      )
      .min(1),
    dryRun: z.boolean().optional().describe('Only show the diff.'),
    ifVersion: z.string().optional().describe('Only if the file is still in this version.'),
  }),
  access: 'write',
  hints: { destructive: true },
  approval: ({ dryRun }) => (dryRun ? 'never' : undefined),
  async preview({ path, edits, ifVersion }, { files, signal }: Context) {
    const slot = files.slotToWrite(path);
    try {
      const { edited, version } = await editPlace(slot, edits, { dryRun: true, ifVersion, signal });
      return { summary: `Edits ${oneLine(slot.shown)}:\n${edited.diff}`, version };
    } finally {
      slot.close();
    }
  },
  async run({ path, edits, dryRun = false, ifVersion }, { files, signal }: Context): Promise<Reply> {
    const slot = files.slotToWrite(path);
    try {
      const { edited, version } = await editPlace(slot, edits, { dryRun, ifVersion, signal });
      return withTrailer(edited.diff, [
        `${edited.changed} ${edited.changed === 1 ? 'replacement' : 'replacements'} in ${oneLine(slot.shown)}`,
        dryRun ? 'nothing was written' : undefined,
        `${dryRun ? 'still ' : ''}version ${version}`,
      ]);
    } finally {
      slot.close();
    }
  },
});
