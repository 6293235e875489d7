import { closeSync, constants, fstatSync, lstatSync, openSync } from 'node:fs';
import { OptionError } from '../../options/option.ts';

/** Undefined on Windows, where what a link points to is looked at before. */
const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW = 0 } = constants;
const OTHERS_WRITE = 0o022;

export interface OpenFile {
  fd: number;
  size: number;
  /** Which file it is, whatever it is called later. */
  identity: string;
}

/**
 * Opens a file for adding to its end, and makes it for its owner alone. Throws `OptionError` for what is no
 * regular file, is a link, or may be written by others, and what `fs` throws.
 */
export function openToAppend(path: string): OpenFile {
  const known = lstatSync(path, { throwIfNoEntry: false });
  if (known?.isSymbolicLink()) throw new OptionError(`--audit: ${path} is a link; name the file itself.`);
  if (known !== undefined && !known.isFile())
    throw new OptionError(`--audit: ${path} is not a regular file.`);
  const fd = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  const stat = fstatSync(fd, { bigint: true });
  if (stat.isFile() && (process.platform === 'win32' || (Number(stat.mode) & OTHERS_WRITE) === 0)) {
    return { fd, size: Number(stat.size), identity: `${stat.dev} ${stat.ino}` };
  }
  closeSync(fd);
  throw new OptionError(
    `--audit: ${path} may be written by others; allow that to its owner alone (chmod go-w).`,
  );
}
