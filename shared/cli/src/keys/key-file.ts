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
  const next = `${path}.tmp`;
  try {
    // Made exclusively, so that of two changes at once none is lost: one could be the end of a key.
    writeFileSync(next, '', { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw failed(path, cause as NodeJS.ErrnoException);
  }
  try {
    const keys = change(existsSync(path) ? loadKeyFile(path) : []);
    writeFileSync(next, `${JSON.stringify({ keys }, null, 2)}\n`);
    renameSync(next, path);
  } catch (cause) {
    rmSync(next, { force: true });
    throw cause instanceof CommandError ? cause : failed(path, cause as NodeJS.ErrnoException);
  }
}

function failed(path: string, cause: NodeJS.ErrnoException): CommandError {
  const why =
    cause.code === 'EEXIST'
      ? `somebody else is changing it, or was interrupted; try again, or remove ${path}.tmp`
      : cause.code;
  return new CommandError(`--file: ${path} cannot be written (${why}).`, { cause });
}
