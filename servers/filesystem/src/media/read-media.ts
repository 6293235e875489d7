import { closeSync, constants, fstatSync } from 'node:fs';
import { ToolError } from '@ashlar/kit/errors';
import type { Held } from '../guard/guard.ts';
import { readAt } from '../text/read-bytes.ts';
import { statVersion } from '../text/version.ts';
import { type MediaKind, mediaKind, SIGNATURE_BYTES } from './media-kind.ts';

/** The largest image or recording that is sent, in bytes; as Base64 it grows by a third. */
export const MAX_MEDIA_BYTES = 4 * 1024 * 1024;

/** What a file that is not text holds: itself, where a model can see or hear it, else a description. */
export interface Binary {
  size: number;
  version: string;
  media?: MediaKind & { data: Buffer };
}

/** Reads a file that is not text. Throws `ToolError` (`limited`) for media over `MAX_MEDIA_BYTES`. */
export async function readBinary(held: Held): Promise<Binary> {
  const fd = held.open(constants.O_RDONLY);
  try {
    const stat = fstatSync(fd, { bigint: true });
    const size = Number(stat.size);
    const kind = mediaKind(await readAt(fd, Buffer.alloc(SIGNATURE_BYTES), 0));
    const about = { size, version: statVersion(stat) };
    if (kind === undefined) return about;
    if (size > MAX_MEDIA_BYTES) {
      throw new ToolError('limited', `"${held.shown}" is ${kind.mimeType} of more than 4 MB.`, {
        hint: 'Only its name and size can be listed.',
        retryable: false,
      });
    }
    return { ...about, media: { ...kind, data: await readAt(fd, Buffer.alloc(size), 0) } };
  } finally {
    closeSync(fd);
  }
}
