import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { ToolError } from '../../errors.ts';

/** A root as the operator wrote it, before the disk is looked at. */
export interface RootSpec {
  /** Absolute. */
  given: string;
  /** What `:ro` or `:rw` said; undefined where neither was written. */
  writable: boolean | undefined;
}

export interface Surroundings {
  cwd?: string;
  home?: string;
  platform?: NodeJS.Platform;
}

/**
 * Parses `path[:ro|:rw]`. `~` and `~/…` stand for the home folder, which hosts' configuration files need as no
 * shell expands them; a relative path counts from the working folder. A path that itself ends in `:ro` or
 * `:rw` is written with the rights behind it (`odd:ro:rw`).
 *
 * Throws `ToolError` (`invalid_input`) that names the root for an empty path, a URI, or a NUL character.
 */
export function parseRoot(spec: string, surroundings: Surroundings = {}): RootSpec {
  const { cwd = process.cwd(), home = homedir(), platform = process.platform } = surroundings;
  const rights = /:(ro|rw)$/.exec(spec)?.[1];
  const path = rights === undefined ? spec : spec.slice(0, -3);
  if (path === '') throw new ToolError('invalid_input', `The root "${spec}" has no path.`);
  if (path.includes('\0')) throw new ToolError('invalid_input', 'A root cannot contain a NUL character.');
  // Two letters or more, so that a drive (C:\notes) is not taken for a scheme.
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(path)) {
    throw new ToolError('invalid_input', `The root "${spec}" is a URI; write it as a plain path.`);
  }
  const lib = platform === 'win32' ? win32 : posix;
  const tilde = platform === 'win32' ? /^~(?=[\\/]|$)/ : /^~(?=\/|$)/;
  return {
    given: lib.resolve(
      cwd,
      path.replace(tilde, () => home),
    ),
    writable: rights === undefined ? undefined : rights === 'rw',
  };
}
