import { closeSync, constants, fstatSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { defineTool, type Reply, ToolError } from '@ashlar/kit';
import { type Held, oneLine, quoted, realPath } from '@ashlar/kit/files';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { holding } from '../files.ts';
import { readBinary } from '../media/read-binary.ts';
import { showLines } from '../show/lines.ts';
import { showSize } from '../show/size.ts';
import { readLines } from '../text/read-lines.ts';

export const read = defineTool({
  name: 'read',
  title: 'Read a file',
  description:
    'Read a text file, whole or by lines; images and audio are shown. The last line tells the version and how to go on.',
  input: z.object({
    path: z.string().min(1),
    offset: z.number().int().optional().describe('First line, from 1; negative counts from the end.'),
    limit: z.number().int().min(1).optional().describe('Number of lines.'),
  }),
  access: 'read',
  run: ({ path, offset, limit }, { files, signal }: Context) =>
    holding(files.guard, path, async (held): Promise<Reply> => {
      if (held.stat.isDirectory()) throw isFolder(held);
      const lines = await readText(held, { offset, limit, signal });
      return lines === undefined ? binaryReply(held) : showLines(lines);
    }),
});

async function readText(held: Held, wanted: Parameters<typeof readLines>[2]) {
  const fd = held.open(constants.O_RDONLY);
  try {
    return await readLines(fd, fstatSync(fd), wanted);
  } finally {
    closeSync(fd);
  }
}

async function binaryReply(held: Held): Promise<Reply> {
  const { media, size, version, base64 } = await readBinary(held);
  const about = {
    type: 'text',
    text: `[${media?.mimeType ?? 'binary file'} · ${showSize(size)} · version ${version}]`,
  } as const;
  if (media !== undefined) {
    return [{ type: media.type, data: base64(), mimeType: media.mimeType }, about];
  }
  const uri = pathToFileURL(realPath(held)).href;
  return [
    about,
    { type: 'resource_link', uri, name: oneLine(held.shown), mimeType: 'application/octet-stream', size },
  ];
}

function isFolder({ shown }: Held): ToolError {
  return new ToolError('invalid_input', `path: ${quoted(shown)} is a folder.`, {
    hint: 'Use list to see what is in it.',
  });
}
