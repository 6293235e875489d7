import { ToolError } from '../../errors.ts';
import { quoted } from '../write/quoted.ts';

/**
 * Outside all roots: by its words or through a link, whether it exists or not. Always the same words, so
 * that nobody learns from them what is on the rest of the disk.
 */
export function outside(asked: string): ToolError {
  return new ToolError('forbidden', `${quoted(asked)} is outside the folders this server may use.`, {
    hint: 'Use a path below a root: relative to it or, where there are several, starting with its name.',
  });
}

/** Matched by a deny rule, whether it exists or not. */
export function protectedByRule(asked: string): ToolError {
  return new ToolError('forbidden', `${quoted(asked)} is protected, because such files hold secrets.`, {
    hint: 'Go on without it; only the operator of this server can allow it, with --allow.',
  });
}

export function readOnly(shown: string): ToolError {
  return new ToolError('forbidden', `${quoted(shown)} is in a root that is read-only.`, {
    hint: 'Write below a root with write rights, if there is one: `list` without a path shows them all.',
  });
}

export function rootItself(shown: string): ToolError {
  return new ToolError('forbidden', `${quoted(shown)} is a root of this server, or a root lies below it.`, {
    hint: 'Roots stay where they are; name something below them.',
  });
}

export function notRegular(shown: string): ToolError {
  return new ToolError('forbidden', `${quoted(shown)} is not a regular file.`, {
    hint: 'Devices, pipes and sockets are never opened; choose another file.',
  });
}

export function noAccess(words: string): ToolError {
  return new ToolError('forbidden', `The operating system refuses this server access to ${quoted(words)}.`, {
    hint: 'Choose another file, or ask the user to change its permissions.',
  });
}

export function missing(asked: string): ToolError {
  return new ToolError('not_found', `${quoted(asked)} does not exist.`, {
    hint: 'List the folder above it to see the exact names.',
  });
}

export function tooManyLinks(asked: string): ToolError {
  return new ToolError('not_found', `${quoted(asked)} leads through too many links.`, {
    hint: 'Name the file itself instead of a link to it.',
  });
}

export function notAFolder(asked: string): ToolError {
  return new ToolError('conflict', `A file is in the way: part of ${quoted(asked)} is not a folder.`, {
    hint: 'Choose another folder, or move the file away first.',
  });
}

export function changed(shown: string): ToolError {
  return new ToolError('conflict', `${quoted(shown)} was exchanged while it was being opened.`, {
    hint: 'Try again.',
    retryable: true,
  });
}

export function badPath(why: string): ToolError {
  return new ToolError('invalid_input', why, { hint: 'Correct the path and try again.' });
}

export function noSuchRoot(asked: string, names: readonly string[]): ToolError {
  return new ToolError('invalid_input', `${quoted(asked)} does not start with the name of a root.`, {
    hint: `Start the path with one of: ${names.slice(0, 10).join(', ')}.`,
  });
}
