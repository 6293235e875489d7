import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readKeys, type StoredKey } from '@ashlar/kit/keys';
import { CommandError } from '../command-error.ts';

/** The keys of a file. Throws `CommandError` where it cannot be read. */
export function loadKeyFile(path: string): StoredKey[] {
  try {
    return readKeys(path);
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
    throw new CommandError(`--file: ${path} cannot be used (${why}).`, { cause });
  }
}

/** Changes the keys of a file, or makes it. Servers see the old file or the new one; only its owner can read it. */
export function changeKeyFile(path: string, change: (all: StoredKey[]) => StoredKey[]): void {
  const keys = change(existsSync(path) ? loadKeyFile(path) : []);
  const next = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(next, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(next, path);
  } catch (cause) {
    rmSync(next, { force: true });
    throw new CommandError(`--file: ${path} cannot be written (${(cause as NodeJS.ErrnoException).code}).`, {
      cause,
    });
  }
}
