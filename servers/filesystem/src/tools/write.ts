import { defineTool, type Reply } from '@ashlar/kit';
import { oneLine } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { contentOf, writePlace } from '../edit/write-place.ts';
import { showSize } from '../show/size.ts';

export const write = defineTool({
  name: 'write',
  title: 'Write a file',
  description: 'Create a file (folders are made), overwrite one or append to it.',
  input: z.object({
    path: z.string().min(1),
    content: z.string(),
    mode: z
      .enum(['create', 'overwrite', 'append'])
      .optional()
      .describe('Default create, which fails if the file exists.'),
    encoding: z.enum(['utf8', 'base64']).optional(),
    ifVersion: z.string().optional().describe('Only if the file is still in this version.'),
  }),
  access: 'write',
  hints: { destructive: true },
  async run(
    { path, content, mode = 'create', encoding = 'utf8', ifVersion },
    { files, signal }: Context,
  ): Promise<Reply> {
    const data = contentOf(content, encoding);
    // What is added to, or has a version, stands in a folder already.
    const makeFolders = mode !== 'append' && ifVersion === undefined;
    const slot = files.slotToWrite(path, { makeFolders });
    try {
      const { version, size, before } = await writePlace(slot, data, { mode, ifVersion, signal });
      const done = before === undefined ? 'Created' : mode === 'append' ? 'Appended to' : 'Overwrote';
      return `${done} ${oneLine(slot.shown)}: ${showSize(size)} [version ${version}]`;
    } finally {
      slot.close();
    }
  },
});
