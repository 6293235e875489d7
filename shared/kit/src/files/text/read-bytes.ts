import { read, readSync } from 'node:fs';
import { promisify } from 'node:util';

const readInto = promisify(read);

/** Files up to this size are read without leaving the thread: two system calls cost less than one promise. */
export const SYNC_BYTES = 256 * 1024;

/** Memory outside the heap is slow to come back, so reads that are done with at once share one piece of it. */
let shared: Buffer | undefined;

/** A whole file of at most `SYNC_BYTES`. What is returned holds only until the next call: use it before any `await`. */
export function readShared(fd: number, size: number): Buffer {
  shared ??= Buffer.allocUnsafeSlow(SYNC_BYTES);
  return readNow(fd, shared.subarray(0, size));
}

/** A whole file of about this size, which the caller has checked. Shorter where the file has become so. */
export async function readAll(fd: number, size: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(size);
  return size <= SYNC_BYTES ? readNow(fd, buffer) : readAt(fd, buffer, 0);
}

/** Reads until the buffer is full or the file ends. Gives the filled part. */
export async function readAt(fd: number, buffer: Buffer, position: number): Promise<Buffer> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await readInto(fd, buffer, filled, buffer.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function readNow(fd: number, buffer: Buffer): Buffer {
  let filled = 0;
  while (filled < buffer.length) {
    const count = readSync(fd, buffer, filled, buffer.length - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}
