import { defineTool } from '@ashlar/kit';
import { deletePlace, oneLine, wouldDelete } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { showContents } from '../show/contents.ts';

export const deleteTool = defineTool({
  name: 'delete',
  title: 'Delete',
  description: 'Delete a file, a link or a folder, for good.',
  input: z.object({
    path: z.string().min(1),
    recursive: z.boolean().optional().describe('Also a folder that is not empty.'),
  }),
  access: 'destroy',
  async preview({ path, recursive }, { files, signal }: Context) {
    const slot = files.guard.slot(path);
    try {
      const denied = files.guard.denied;
      const { contents, version } = await wouldDelete(slot, { recursive, denied, signal });
      return { summary: `Deletes ${oneLine(slot.shown)}${showContents(contents)}, for good.`, version };
    } finally {
      slot.close();
    }
  },
  async run({ path, recursive = false }, { files, signal }: Context) {
    const slot = files.guard.slot(path);
    try {
      const contents = await deletePlace(slot, { recursive, denied: files.guard.denied, signal });
      return `Deleted ${oneLine(slot.shown)}${showContents(contents)}.`;
    } finally {
      slot.close();
    }
  },
});
