import { closeSync, constants, fstatSync } from 'node:fs';
import { ToolError } from '@ashlar/kit/errors';
import {
  contentVersion,
  type Held,
  quoted,
  readAll,
  readAt,
  statVersion,
  WHOLE_LIMIT,
} from '@ashlar/kit/files';
import { type MediaKind, mediaKind, SIGNATURE_BYTES } from './media-kind.ts';

/** The largest file that is sent as it is, in bytes; as Base64 it grows by a third. */
const MAX_SENT_BYTES = 4 * 1024 * 1024;

/** What is known of a file that is not text. */
export interface Binary {
  size: number;
  /** The same that a write would give and compare. */
  version: string;
  /** What it is, where a model can see or hear it. */
  media: MediaKind | undefined;
  /** Its content as Base64. Throws `ToolError` (`limited`) for more than `MAX_SENT_BYTES`. */
  base64(): string;
}

/** Reads a file that is not text; of one beyond `WHOLE_LIMIT` no more than the first bytes. */
export async function readBinary(held: Held): Promise<Binary> {
  const fd = held.open(constants.O_RDONLY);
  try {
    const stat = fstatSync(fd, { bigint: true });
    const size = Number(stat.size);
    const whole = size <= WHOLE_LIMIT;
    const bytes = whole ? await readAll(fd, size) : await readAt(fd, Buffer.alloc(SIGNATURE_BYTES), 0);
    return {
      size,
      version: whole ? contentVersion(bytes) : statVersion(stat),
      media: mediaKind(bytes),
      base64() {
        if (size > MAX_SENT_BYTES) throw tooLarge(held.shown);
        return bytes.toString('base64');
      },
    };
  } finally {
    closeSync(fd);
  }
}

function tooLarge(shown: string): ToolError {
  return new ToolError('limited', `${quoted(shown)} is larger than 4 MB and not text.`, {
    hint: 'Only its name and size can be listed.',
    retryable: false,
  });
}
