const STAR = Symbol('any run of characters');
const ANY = Symbol('any one character');

interface CharacterSet {
  negated: boolean;
  ranges: [low: number, high: number][];
}

/** A literal is its code point. */
type Token = number | CharacterSet | typeof STAR | typeof ANY;

/**
 * Compiles one segment of a glob (no slash in it): `*`, `?`, `[abc]`, `[!a-z]`, and `\` before a character
 * that stands for itself. A character is a Unicode code point. With `ignoreCase` the caller hands in names
 * already in lower case.
 */
export function compileSegment(pattern: string, ignoreCase: boolean): (name: string) => boolean {
  const tokens = parse(pattern, ignoreCase);
  const literal = literalOf(tokens);
  if (literal !== undefined) return (name) => name === literal;
  // By far the commonest globs (*.md), and walks ask them for every file.
  const ending = tokens[0] === STAR ? literalOf(tokens.slice(1)) : undefined;
  if (ending !== undefined) return (name) => name.endsWith(ending);
  return (name) => matches(tokens, name, ignoreCase);
}

function literalOf(tokens: readonly Token[]): string | undefined {
  return tokens.every((token) => typeof token === 'number') ? String.fromCodePoint(...tokens) : undefined;
}

/**
 * Every token but a star takes exactly one character, so on a mismatch only the last star can give: earlier
 * ones never need a second try. At most (pattern length x name length) steps, whatever the pattern.
 */
function matches(tokens: readonly Token[], name: string, ignoreCase: boolean): boolean {
  let token = 0;
  let at = 0;
  let afterStar = -1;
  let starEnd = 0;
  while (at < name.length) {
    const wanted = tokens[token];
    if (wanted === STAR) {
      afterStar = ++token;
      starEnd = at;
      continue;
    }
    const char = name.codePointAt(at) as number;
    if (wanted !== undefined && accepts(wanted, char, ignoreCase)) {
      token++;
      at += width(char);
    } else if (afterStar >= 0) {
      starEnd += width(name.codePointAt(starEnd) as number);
      at = starEnd;
      token = afterStar;
    } else return false;
  }
  while (tokens[token] === STAR) token++;
  return token === tokens.length;
}

function width(char: number): number {
  return char > 0xffff ? 2 : 1;
}

function accepts(wanted: Exclude<Token, typeof STAR>, char: number, ignoreCase: boolean): boolean {
  if (typeof wanted === 'number') return wanted === char;
  if (wanted === ANY) return true;
  const found = inRanges(wanted, char) || (ignoreCase && inRanges(wanted, upper(char)));
  return found !== wanted.negated;
}

function inRanges({ ranges }: CharacterSet, char: number): boolean {
  return ranges.some(([low, high]) => low <= char && char <= high);
}

function upper(char: number): number {
  const [first, second] = String.fromCodePoint(char).toUpperCase();
  return first === undefined || second !== undefined ? char : codePoint(first);
}

function parse(pattern: string, ignoreCase: boolean): Token[] {
  const chars = [...pattern];
  const tokens: Token[] = [];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] as string;
    const set = char === '[' ? parseSet(chars, at + 1) : undefined;
    if (char === '*') {
      if (tokens.at(-1) !== STAR) tokens.push(STAR);
    } else if (char === '?') tokens.push(ANY);
    else if (set !== undefined) {
      tokens.push(set.token);
      at = set.end;
    } else {
      const literal = char === '\\' && at + 1 < chars.length ? (chars[++at] as string) : char;
      for (const one of ignoreCase ? literal.toLowerCase() : literal) tokens.push(codePoint(one));
    }
  }
  return tokens;
}

/** Reads a set from just behind its `[`; undefined where no `]` closes it and the bracket is a literal. */
function parseSet(chars: readonly string[], start: number): { token: CharacterSet; end: number } | undefined {
  const negated = chars[start] === '!' || chars[start] === '^';
  const ranges: CharacterSet['ranges'] = [];
  const first = negated ? start + 1 : start;
  for (let at = first; at < chars.length; at++) {
    // A bracket in the first place is a member, as in POSIX.
    if (chars[at] === ']' && at > first) return { token: { negated, ranges }, end: at };
    if (chars[at] === '\\' && at + 1 < chars.length) at++;
    const low = codePoint(chars[at] as string);
    const last = chars[at + 2];
    if (chars[at + 1] === '-' && last !== undefined && last !== ']') {
      at += 2;
      ranges.push([low, codePoint(last)]);
    } else ranges.push([low, low]);
  }
  return undefined;
}

function codePoint(char: string): number {
  return char.codePointAt(0) as number;
}
