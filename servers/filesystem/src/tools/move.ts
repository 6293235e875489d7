import { defineTool } from '@ashlar/kit';
import { entryOf, movePlace, oneLine } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { showContents } from '../show/contents.ts';

export const move = defineTool({
  name: 'move',
  title: 'Move or copy',
  description: 'Move, rename or copy a file or folder. Never overwrites.',
  input: z.object({
    from: z.string().min(1),
    to: z.string().min(1),
    copy: z.boolean().optional().describe('Keep the original.'),
  }),
  access: 'write',
  async run({ from, to, copy = false }, { files, signal }: Context) {
    const source = files.guard.slot(from, { forReading: copy });
    try {
      entryOf(source); // or folders would be made for nothing
      const target = files.guard.slot(to, { makeFolders: true });
      try {
        const contents = await movePlace(source, target, { copy, denied: files.guard.denied, signal });
        const done = `${copy ? 'Copied' : 'Moved'} ${oneLine(source.shown)} to ${oneLine(target.shown)}`;
        return `${done}${showContents(contents)}.`;
      } finally {
        target.close();
      }
    } finally {
      source.close();
    }
  },
});
