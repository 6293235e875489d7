import { ToolError } from '../../errors.ts';
import { expandBraces } from './braces.ts';
import { compileSegment } from './segment.ts';

/** In UTF-16 units. */
const MAX_PATTERN = 1_024;

type SegmentMatcher = (name: string) => boolean;
const ANY_DEPTH = Symbol('any number of folders');
type Part = SegmentMatcher | typeof ANY_DEPTH;

/**
 * Compiles a glob to a test for paths with forward slashes, relative to a root.
 *
 * `*` and `?` match within a name, dot files included; `**` as a whole segment matches any number of
 * folders, none included, so `a/**` holds for `a` itself too; `[abc]`, `[!a-z]`, `{a,b}`; `\` takes the
 * meaning from the next character. Without a slash (other than a last one) the pattern is tried on the
 * name at any depth, as in .gitignore; with one it must match the whole path, and a leading slash says so.
 *
 * No regular expression is involved: a match takes at most (pattern x path length) steps.
 * Throws `ToolError` (`invalid_input`) for an empty pattern, more than 1,024 characters or 64 alternatives.
 */
export function compileGlob(
  pattern: string,
  { ignoreCase = false }: { ignoreCase?: boolean } = {},
): (path: string) => boolean {
  if (pattern === '' || pattern.length > MAX_PATTERN) throw badLength();
  const alternatives = expandBraces(pattern).map((text) => compilePath(text, ignoreCase));
  const [only] = alternatives;
  const test =
    alternatives.length === 1 && only ? only : (path: string) => alternatives.some((match) => match(path));
  return ignoreCase ? (path) => test(path.toLowerCase()) : test;
}

/** Whether a pattern speaks of a whole path from the root, and not of a name at any depth. */
export function isAnchored(pattern: string): boolean {
  return pattern.slice(0, -1).includes('/');
}

function compilePath(pattern: string, ignoreCase: boolean): (path: string) => boolean {
  const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (!isAnchored(pattern)) segments.unshift('**');
  const parts: Part[] = [];
  for (const segment of segments) {
    if (segment !== '**') parts.push(compileSegment(segment, ignoreCase));
    else if (parts.at(-1) !== ANY_DEPTH) parts.push(ANY_DEPTH);
  }
  const [first, name] = parts;
  if (parts.length === 2 && first === ANY_DEPTH && typeof name === 'function') {
    return (path) => path !== '' && name(path.slice(path.lastIndexOf('/') + 1));
  }
  return (path) => matches(parts, path === '' ? [] : path.split('/'));
}

/** The same rule as within a segment: only the last `**` ever has to take one more folder. */
function matches(parts: readonly Part[], names: readonly string[]): boolean {
  let part = 0;
  let at = 0;
  let afterDepth = -1;
  let depthEnd = 0;
  while (at < names.length) {
    const wanted = parts[part];
    if (wanted === ANY_DEPTH) {
      afterDepth = ++part;
      depthEnd = at;
    } else if (wanted?.(names[at] as string)) {
      part++;
      at++;
    } else if (afterDepth >= 0) {
      at = ++depthEnd;
      part = afterDepth;
    } else return false;
  }
  while (parts[part] === ANY_DEPTH) part++;
  return part === parts.length;
}

function badLength(): ToolError {
  return new ToolError('invalid_input', `A glob has from 1 to ${MAX_PATTERN} characters.`, {
    hint: 'Use a shorter pattern such as "*.md" or "src/**/*.ts".',
  });
}
