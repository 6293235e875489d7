import { closeSync, readSync } from 'node:fs';
import { platform } from 'node:process';
import { compileGlob } from '@ashlar/kit/files';
import type { Folder } from './folder.ts';

/** The rules of one `.gitignore`, on top of those of the folders above it. */
export interface IgnoreRules {
  /** Length of the path in front of names in the file's folder: '' is 0, 'a/b/' is 4. */
  base: number;
  rules: readonly Rule[];
  above: IgnoreRules | undefined;
}

interface Rule {
  negated: boolean;
  foldersOnly: boolean;
  matches(path: string): boolean;
}

/** No rule at all: where a walk that honours `.gitignore` begins. */
export const NO_RULES: IgnoreRules = { base: 0, rules: [], above: undefined };

/** Bytes of a `.gitignore` that are read, and rules that are kept: each costs time for every single entry. */
const MAX_BYTES = 64 * 1024;
const MAX_RULES = 1_000;

/** The rules that hold in a folder. A `.gitignore` that cannot be read, or is a link, adds none (as in git). */
export function readIgnore(folder: Folder, relative: string, above: IgnoreRules): IgnoreRules {
  const rules = parseIgnore(readStart(folder));
  return rules.length === 0 ? above : { base: relative === '' ? 0 : relative.length + 1, rules, above };
}

/**
 * Whether git would leave out an entry of a folder that itself is not left out. Rules are the ones that hold
 * in its folder; the last rule that matches decides, and a deeper file before a higher one (gitignore(5)).
 */
export function isIgnored(rules: IgnoreRules, relative: string, isFolder: boolean): boolean {
  for (let level: IgnoreRules | undefined = rules; level; level = level.above) {
    const path = relative.slice(level.base);
    const rule = level.rules.findLast((one) => (isFolder || !one.foldersOnly) && one.matches(path));
    if (rule) return !rule.negated;
  }
  return false;
}

/** Reads the lines of a `.gitignore`. Its globs become ours, which take linear time on any pattern and path. */
export function parseIgnore(text: string): Rule[] {
  const rules: Rule[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (rules.length === MAX_RULES) break;
    const pattern = withoutTrailingBlanks(line);
    const rule = pattern.startsWith('#') ? undefined : parseRule(pattern);
    if (rule) rules.push(rule);
  }
  return rules;
}

function parseRule(line: string): Rule | undefined {
  const negated = line.startsWith('!');
  const pattern = negated ? line.slice(1) : line;
  const foldersOnly = pattern.endsWith('/');
  const glob = toGlob(foldersOnly ? pattern.slice(0, -1) : pattern);
  if (glob === '' || glob === '/') return undefined;
  try {
    return { negated, foldersOnly, matches: compileGlob(glob, { ignoreCase: platform !== 'linux' }) };
  } catch {
    return undefined; // longer than a glob may be
  }
}

/** Braces mean nothing to git; and its `a/**` is what lies below `a`, without `a`. */
function toGlob(pattern: string): string {
  const escaped = pattern.replace(/\\.|[{}]/gs, (found) => (found.length === 1 ? `\\${found}` : found));
  return escaped.endsWith('/**') ? `${escaped}/*` : escaped;
}

/** Blanks at the end do not count unless a backslash stands before them. */
function withoutTrailingBlanks(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ' && line[end - 2] !== '\\') end--;
  return line.slice(0, end);
}

function readStart(folder: Folder): string {
  try {
    // Most folders have none, and a look is cheaper than a failure.
    if (!folder.stat('.gitignore')?.isFile()) return '';
    const { fd, size } = folder.file('.gitignore');
    try {
      const bytes = Buffer.alloc(Math.min(size, MAX_BYTES));
      return bytes.toString('utf8', 0, readSync(fd, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(fd);
    }
  } catch {
    return '';
  }
}
