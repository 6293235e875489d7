import type { Atlas, Spot } from './atlas.ts';
import { badPath, noSuchRoot, outside } from './refusals.ts';
import { refuseWindowsNames } from './windows-names.ts';

/** In bytes of UTF-8: PATH_MAX of Linux, limits.h. */
const MAX_PATH = 4_096;

/**
 * Builds the reader of callers' paths. It decides by words alone, before the disk is touched.
 *
 * - One root: a path is relative to it. Several roots, or a single file as root: a path starts with a root's
 *   name; anything else is refused and never guessed.
 * - Absolute paths, and `~/…`, are taken when they lie below a root, in the real spelling of the root or in
 *   the operator's.
 * - `.` and `..` are resolved here; what climbs out is `forbidden`.
 * - Nothing is trimmed or unquoted: blanks and quotes belong to names. A backslash separates on Windows only.
 *
 * The reader throws `ToolError`: `forbidden` for what is outside, `invalid_input` for NUL, lone surrogates,
 * more than 4,096 bytes, an unknown root name, and on Windows for names that open something else.
 */
export function createNames(
  atlas: Atlas,
  { platform, home }: { platform: NodeJS.Platform; home: string },
): (asked: string) => Spot {
  const { lib } = atlas;
  const windows = platform === 'win32';
  return (asked) => {
    refuseOddText(asked);
    if (windows) refuseWindowsNames(asked);
    const path = startsAtHome(asked, windows) ? home + asked.slice(1) : asked;
    const clean = withoutLastSeparator(lib.normalize(path), lib);
    if (lib.isAbsolute(clean)) {
      const spot = atlas.spelled(clean);
      if (spot === undefined) throw outside(asked);
      return spot;
    }
    if (clean === '..' || clean.startsWith(`..${lib.sep}`)) throw outside(asked);
    const spot = atlas.named(clean === '.' ? '' : windows ? withSlashes(clean) : clean);
    if (spot === undefined) throw noSuchRoot(asked, atlas.names);
    return spot;
  };
}

function refuseOddText(asked: string): void {
  if (asked.includes('\0')) throw badPath('A path cannot contain a NUL character.');
  // A UTF-16 unit is at most three bytes: only long paths need counting.
  if (asked.length * 3 > MAX_PATH && Buffer.byteLength(asked) > MAX_PATH) {
    throw badPath(`A path cannot be longer than ${MAX_PATH} bytes.`);
  }
  // They would reach the disk as U+FFFD, which is another name.
  if (/\p{Cs}/u.test(asked)) throw badPath('A path must be valid Unicode.');
}

function startsAtHome(asked: string, windows: boolean): boolean {
  return asked[0] === '~' && (asked.length === 1 || asked[1] === '/' || (windows && asked[1] === '\\'));
}

function withoutLastSeparator(path: string, lib: Atlas['lib']): string {
  // The separator of `/` and of a drive is part of its name.
  return path.endsWith(lib.sep) && lib.parse(path).root !== path ? path.slice(0, -1) : path;
}

function withSlashes(path: string): string {
  // Node writes `.\` before what it takes for a device name (`com10`).
  return path.replace(/^\.\\/, '').replaceAll('\\', '/');
}
