import { createReadStream } from 'node:fs';
import { CommandError } from '../command-error.ts';

const NEWLINE = 0x0a;
/** Many times the longest line of an audit, in bytes. */
const MAX_LINE = 8 * 1024 * 1024;

/** Throws `CommandError` for more bytes than a line of an audit has. */
export function requireLine(path: string, bytes: number): void {
  if (bytes > MAX_LINE) throw new CommandError(`${path} is no audit: it has a line of more than 8 MiB.`);
}

/**
 * Calls `look` with every line of a file, without its end; `ended` is false for what stands behind the last one.
 * Holds one line in memory. Throws `CommandError` for a file that cannot be read.
 */
export async function eachLine(path: string, look: (bytes: Buffer, ended: boolean) => void): Promise<void> {
  let carried: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
      let rest = chunk as Buffer;
      for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
        const piece = rest.subarray(0, end);
        look(carried.length === 0 ? piece : Buffer.concat([...carried, piece]), true);
        carried = [];
        length = 0;
        rest = rest.subarray(end + 1);
      }
      if (rest.length === 0) continue;
      carried.push(rest);
      length += rest.length;
      requireLine(path, length);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof CommandError || code === undefined) throw error;
    throw new CommandError(`${path} cannot be read (${code}).`, { cause: error });
  }
  if (carried.length > 0) look(Buffer.concat(carried), false);
}
