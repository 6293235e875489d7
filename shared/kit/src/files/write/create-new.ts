import { constants, openSync } from 'node:fs';

const CREATE = constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | (constants.O_NOFOLLOW ?? 0);

/**
 * Creates a file that was not there, never through a link, open for reading and writing.
 *
 * @throws the system's error, `EEXIST` where the name is taken
 */
export function createNew(path: string, mode: number): number {
  return openSync(path, CREATE, mode);
}

/** The same; undefined where the name is taken. */
export function tryCreateNew(path: string, mode: number): number | undefined {
  try {
    return createNew(path, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
}
