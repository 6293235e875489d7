import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { split } from './last-lines.ts';

const LOOK_MS = 200;
const BLOCK = 256 * 1024;

/** Shows every line that is added behind `from`, in this file and in those that follow it under its name. */
export async function follow(
  path: string,
  from: number,
  show: (line: Buffer) => void,
  signal: AbortSignal,
): Promise<void> {
  let fd = openSync(path, 'r');
  let at = from;
  let rest = Buffer.alloc(0);
  const block = Buffer.alloc(BLOCK);
  const drain = () => {
    for (let read = readSync(fd, block, 0, BLOCK, at); read > 0; read = readSync(fd, block, 0, BLOCK, at)) {
      at += read;
      rest = Buffer.concat([rest, block.subarray(0, read)]);
      for (const line of split(rest)) show(line);
      rest = Buffer.from(rest.subarray(rest.lastIndexOf(0x0a) + 1));
    }
  };
  try {
    while (!signal.aborted) {
      const now = statSync(path, { throwIfNoEntry: false });
      drain();
      const { ino, size } = fstatSync(fd);
      if (now !== undefined && now.ino !== ino) {
        drain(); // what was added between the look and the move
        closeSync(fd);
        fd = openSync(path, 'r');
        at = 0;
        rest = Buffer.alloc(0);
        continue;
      }
      if (size < at) {
        at = 0; // it was emptied where it stands
        rest = Buffer.alloc(0);
      }
      await wait(LOOK_MS, undefined, { signal }).catch(() => {});
    }
  } finally {
    closeSync(fd);
  }
}
