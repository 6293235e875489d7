import { expandBraces } from '../glob/braces.ts';
import { compileGlob, isAnchored } from '../glob/glob.ts';
import { DEFAULT_ALLOW, DEFAULT_DENY } from './deny-defaults.ts';
import { foldPath } from './fold-path.ts';

export interface DenyPatterns {
  /** Globs that protect more than the defaults do. */
  deny?: readonly string[];
  /** Globs that lift rules: of their own name, or, with a slash in them, of every folder above as well. */
  allow?: readonly string[];
}

/**
 * Builds the test whether a path below a root is protected. The defaults always apply; `deny` adds, `allow`
 * lifts. A rule that matches a folder binds everything below it. No spelling passes: names are compared as
 * the most forgiving file system would, see `foldPath`.
 *
 * An allow pattern without a slash (`.env.example`) lifts the rules of the very name it matches and nothing
 * else: a folder of that name opens no door to what is below. One with a slash (`deploy/.ssh/known_hosts`,
 * `fixtures/**`) lifts the rules of what it matches and of the folders that lead there.
 *
 * Throws `ToolError` (`invalid_input`) for a pattern that `compileGlob` refuses.
 */
export function createDeny({ deny = [], allow = [] }: DenyPatterns = {}): (relative: string) => boolean {
  const judge = createJudge([...DEFAULT_DENY, ...deny], [...DEFAULT_ALLOW, ...allow]);
  const isDenied = withFoldersJudgedOnce(judge);
  return (relative) => {
    const path = foldPath(relative);
    if (isDenied(path)) return true;
    // On Windows `name:stream` opens a part of `name`; elsewhere it is one name, judged above.
    return path.includes(':') && isDenied(foldPath(path.replace(/:[^/]*/g, '')));
  };
}

/** The verdict of the rules on a path as such; undefined where it is left to the folder around it. */
type Judge = (path: string) => boolean | undefined;

function createJudge(deny: readonly string[], allow: readonly string[]): Judge {
  const denied = compileRules(deny);
  const allowed = compileRules(allow);
  return (path) => {
    const name = lastName(path);
    if (allowed.path(path, name)) return false;
    return (denied.name(name) || denied.path(path, name)) && !allowed.name(name) ? true : undefined;
  };
}

/** A walk asks for the entries of one folder in a row: their common folder is judged once. */
function withFoldersJudgedOnce(judge: Judge): (path: string) => boolean {
  let lastFolder = '';
  let lastVerdict = false;
  return (path) => {
    const own = judge(path);
    if (own !== undefined) return own;
    const folder = folderOf(path);
    if (folder !== lastFolder) {
      lastVerdict = judgeUpwards(folder, judge);
      lastFolder = folder;
    }
    return lastVerdict;
  };
}

function judgeUpwards(path: string, judge: Judge): boolean {
  for (let above = path; above !== ''; above = folderOf(above)) {
    const verdict = judge(above);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

interface Rules {
  name(name: string): boolean;
  /** `name` is the last one of the path. */
  path(path: string, name: string): boolean;
}

/** Sorts rules by what decides them fastest: this runs for every entry of every walk. */
function compileRules(patterns: readonly string[]): Rules {
  const literalNames = new Set<string>();
  const nameGlobs: ((name: string) => boolean)[] = [];
  const pathGlobs: { last: string | undefined; matches: (path: string) => boolean }[] = [];
  for (const written of patterns.map(foldPath).flatMap(expandBraces)) {
    const pattern = written.replace(/\/+$/, '');
    const last = lastName(pattern);
    const literal = !/[\\*?[]/.test(last);
    if (isAnchored(pattern))
      pathGlobs.push({ last: literal ? last : undefined, matches: compileGlob(pattern) });
    else if (literal && pattern !== '') literalNames.add(pattern);
    else nameGlobs.push(compileGlob(pattern));
  }
  return {
    name: (name) => literalNames.has(name) || nameGlobs.some((matches) => matches(name)),
    path: (path, name) =>
      pathGlobs.some(({ last, matches }) => (last === undefined || last === name) && matches(path)),
  };
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
