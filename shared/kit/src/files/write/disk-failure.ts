import { type ErrorCode, ToolError } from '../../errors.ts';
import { quoted } from './quoted.ts';

/** What the system's error codes mean to a caller: see errno(3). */
const MEANINGS: Record<string, [code: ErrorCode, what: string, hint: string]> = {
  EACCES: ['forbidden', 'may not be changed by this server', 'Ask for the rights to be changed on the disk.'],
  EPERM: ['forbidden', 'may not be changed by this server', 'Ask for the rights to be changed on the disk.'],
  EROFS: ['forbidden', 'is on a disk that can only be read', 'Choose another place.'],
  ENOENT: ['not_found', 'is not there any more', 'List the folder to see what is there.'],
  ENOTDIR: ['conflict', 'is not where it was', 'List the folder to see what is there.'],
  EEXIST: ['conflict', 'exists already', 'Choose another name, or look at what is there first.'],
  ENOTEMPTY: ['conflict', 'is not empty', 'List it to see what is there.'],
  EISDIR: ['invalid_input', 'is a folder', 'Name a file.'],
  ELOOP: ['conflict', 'has become a link', 'List the folder to see what is there.'],
  EBUSY: ['unavailable', 'is in use', 'Try again later.'],
  ETXTBSY: ['unavailable', 'is in use', 'Try again later.'],
  ENAMETOOLONG: ['invalid_input', 'has a name that is too long', 'Choose a shorter name.'],
  EINVAL: ['invalid_input', 'has a name that this disk does not take', 'Choose another name.'],
  ENOSPC: ['unavailable', 'does not fit on the disk', 'Make room first.'],
  EDQUOT: ['unavailable', 'does not fit on the disk', 'Make room first.'],
  EFBIG: ['limited', 'would be too large for this disk', 'Write less.'],
  EMFILE: ['unavailable', 'cannot be opened now, since too many files are open', 'Try again later.'],
  ENFILE: ['unavailable', 'cannot be opened now, since too many files are open', 'Try again later.'],
};

/**
 * Turns a failure of the disk into a `ToolError`, to be thrown; anything else stays as it is. The system's own
 * message names paths, so it goes no further than `cause`.
 */
export function diskFailure(error: unknown, shown: string): unknown {
  if ((error as NodeJS.ErrnoException | undefined)?.syscall === undefined) return error;
  const [code, what, hint] = MEANINGS[codeOf(error) ?? ''] ?? [
    'unavailable',
    'could not be changed, since the disk failed',
    'Try again; if it stays so, the disk needs attention.',
  ];
  return new ToolError(code, `${quoted(shown)} ${what}.`, { hint, cause: error });
}

/** The system's code of an error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}
