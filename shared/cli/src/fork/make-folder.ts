import { lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandError } from '../command-error.ts';
import type { Files } from './templates.ts';

/**
 * Makes a folder with these files, or fills one that is empty: whole, or not at all. `named` is the folder as its user
 * calls it. Throws `CommandError` where it cannot be made, or is not the user's to fill.
 */
export function makeFolder(folder: string, named: string, files: Files): void {
  requireEmpty(folder, named);
  // Between the first file and the last there is nothing to wait for: Ctrl-C is heard when all are there.
  const hold = () => undefined;
  process.on('SIGINT', hold);
  try {
    write(folder, files);
  } catch (cause) {
    throw failed(named, cause);
  } finally {
    process.off('SIGINT', hold);
  }
}

/** What it has made is gone again where it fails. */
function write(folder: string, files: Files): void {
  const made = mkdirSync(folder, { recursive: true });
  try {
    for (const [path, content] of files) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { flag: 'wx' });
    }
  } catch (error) {
    unmake(folder, made);
    throw error;
  }
}

function requireEmpty(folder: string, named: string): void {
  try {
    if (lstatSync(folder, { throwIfNoEntry: false }) === undefined || readdirSync(folder).length === 0)
      return;
  } catch (cause) {
    throw failed(named, cause);
  }
  throw new CommandError(`${named} is not empty; name a folder that is not there yet.`);
}

/** It was empty or not there at all, so whatever is in it now is ours. `made` is the first folder that was not there. */
function unmake(folder: string, made: string | undefined): void {
  if (made !== undefined) return rmSync(made, { recursive: true, force: true });
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}

function failed(named: string, cause: unknown): CommandError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new CommandError(`${named} is a file, or below one; name a folder that is not there yet.`, {
      cause,
    });
  }
  return new CommandError(`${named} cannot be made (${code}). Name a folder where you may write.`, { cause });
}
