import { ToolError } from '../../errors.ts';
import { badPath, missing, noAccess, tooManyLinks } from './refusals.ts';

/** The errno(3) name of a failed system call; undefined for anything else that was thrown. */
export function errnoOf(error: unknown): string | undefined {
  const failure = error as NodeJS.ErrnoException | undefined;
  return failure instanceof Error && failure.syscall !== undefined ? failure.code : undefined;
}

/** True for the two ways in which a system call says that a path leads nowhere. */
export function isAbsence(error: unknown): boolean {
  const code = errnoOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/**
 * What a failed system call means for the caller, to be thrown. The system's own message is dropped: it holds
 * absolute paths. Everything else passes unchanged. `words`: the caller's path, or the `shown` one.
 */
export function asToolError(error: unknown, words: string): unknown {
  switch (errnoOf(error)) {
    case undefined:
      return error;
    case 'ENOENT':
    case 'ENOTDIR':
      return missing(words);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return noAccess(words);
    case 'ELOOP':
      return tooManyLinks(words);
    case 'ENAMETOOLONG':
      return badPath('A name in the path is too long for this file system.');
    default:
      return new ToolError('unavailable', 'The operating system could not do this now.', {
        hint: 'Try again; if it goes on, the log of this server has the details.',
        cause: error,
      });
  }
}
