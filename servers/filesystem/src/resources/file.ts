import { closeSync, constants, fstatSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineResource, ToolError } from '@ashlar/kit';
import type { Held } from '@ashlar/kit/files';
import { type Files, holding } from '../files.ts';
import { readBinary } from '../media/read-binary.ts';
import { readLines } from '../text/read-lines.ts';
import { completePath } from './complete-path.ts';
import { watchPlace } from './watch-place.ts';

/** The most text one resource holds, in bytes; the read tool gives larger files in pieces. */
const MAX_TEXT_BYTES = 1024 * 1024;

export const file = defineResource<{ files: Files }>({
  name: 'file',
  title: 'File',
  description: 'A file below the roots, by its absolute path.',
  uri: 'file:///{+path}',
  read: (uri, _variables, { files, signal }) =>
    holding(files.guard, pathOf(uri), async (held) => {
      if (held.stat.isDirectory())
        throw new ToolError('invalid_input', 'A folder has no content: use the list tool.');
      const fd = held.open(constants.O_RDONLY);
      try {
        const lines = await readLines(fd, fstatSync(fd), { maxBytes: MAX_TEXT_BYTES, signal });
        if (lines === undefined) return { contents: [{ uri, ...(await blobOf(held)) }] };
        if (lines.next !== undefined || lines.cut !== undefined) throw tooLarge();
        return {
          contents: [{ uri, mimeType: 'text/plain', text: lines.text + (lines.finalNewline ? '\n' : '') }],
        };
      } finally {
        closeSync(fd);
      }
    }),
  complete: {
    path: async (typed, { files }) => completePath(files, typed),
  },
  watch: (uri, changed, { files }) => watchPlace(files.guard, pathOf(uri), changed),
});

async function blobOf(held: Held): Promise<{ blob: string; mimeType: string }> {
  const { media, base64 } = await readBinary(held);
  return { blob: base64(), mimeType: media?.mimeType ?? 'application/octet-stream' };
}

/** The path of a file URI. Throws `ToolError` for any other URI, a host in it, or an encoded slash. */
function pathOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    throw new ToolError('invalid_input', 'uri: must be a file URI such as file:///home/me/notes.md.');
  }
}

function tooLarge(): ToolError {
  return new ToolError('limited', 'The file is larger than 1 MB.', {
    hint: 'Read it in pieces with the read tool.',
    retryable: false,
  });
}
