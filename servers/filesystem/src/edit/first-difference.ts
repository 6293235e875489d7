import { token } from '@ashlar/kit/files';

/** Where a text and what was sought in it first part, both 0-based. */
export interface Difference {
  /** Line, counted from the first one compared. */
  line: number;
  /** Index in the line of the file. */
  column: number;
  /** What each has there: "a tab", "4 spaces", "the end of the line". */
  file: string;
  old: string;
}

/**
 * Compares the lines of a file with those of `old`, which may begin inside its first line and end inside its
 * last; undefined where they do not differ.
 */
export function firstDifference(
  fileLines: readonly string[],
  oldLines: readonly string[],
): Difference | undefined {
  for (const [line, old] of oldLines.entries()) {
    const file = fileLines[line];
    if (file === undefined) return { line, column: 0, file: 'the end of the file', old: name(old, 0) };
    const last = line === oldLines.length - 1;
    if (line === 0 && !last && file.endsWith(old)) continue;
    const start = line === 0 ? bestStart(file, old) : 0;
    let same = 0;
    while (same < old.length && file[start + same] === old[same]) same++;
    if (same === old.length && (last || start + same === file.length)) continue;
    const at = beginningOfRun(old, same, file[start + same]);
    const column = start + at;
    return { line, column, file: name(file, column), old: name(old, at, last) };
  }
  return undefined;
}

/** Characters compared in search of the place in a line: some milliseconds of work. */
const MOST_COMPARED = 1_000_000;
/** Characters compared at each: enough to tell them apart. */
const TELLING = 200;

/** Where in a line `old` fits longest, blanks, case and the kind of quotes and dashes being all the same. */
function bestStart(file: string, old: string): number {
  const first = fold(old.charCodeAt(0));
  let best = { start: 0, length: -1 };
  let budget = MOST_COMPARED;
  for (let start = 0; start < file.length && budget > 0; start++, budget--) {
    if (start > 0 && fold(file.charCodeAt(start)) !== first) continue;
    let length = 0;
    const most = Math.min(old.length, file.length - start, TELLING);
    while (length < most && fold(file.charCodeAt(start + length)) === fold(old.charCodeAt(length))) length++;
    budget -= length;
    if (length > best.length) best = { start, length };
  }
  return best.start;
}

function fold(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code | 0x20;
  if (code === 0x09 || code === 0xa0 || code === 0x3000) return 0x20;
  if (code < 0x2000 || code > 0x2036) return code;
  if (code <= 0x200a || code === 0x202f) return 0x20;
  if (code >= 0x2010 && code <= 0x2015) return 0x2d;
  if ((code >= 0x2018 && code <= 0x201b) || code === 0x2032) return 0x27;
  return (code >= 0x201c && code <= 0x201f) || code === 0x2033 ? 0x22 : code;
}

/** Goes back to where a run of blanks that differs in length begins, or to the beginning of a surrogate pair. */
function beginningOfRun(old: string, index: number, file: string | undefined): number {
  const before = old[index - 1];
  if (/[\udc00-\udfff]/.test(old[index] ?? '')) return Math.max(0, index - 1);
  if ((before !== ' ' && before !== '\t') || (old[index] !== before && file !== before)) return index;
  let at = index;
  while (old[at - 1] === before) at--;
  return at;
}

/** Names what stands at an index so that a reader can tell it from its look-alikes. */
function name(line: string, index: number, mayGoOn = false): string {
  const rest = line.slice(index, index + 1_000);
  if (rest === '') return 'the end of the line';
  const blanks = /^( +|\t+)/.exec(rest)?.[0];
  if (blanks) return nameBlanks(blanks, blanks.length === rest.length && !mayGoOn);
  const word = /^([\w$]{1,20}|⟦U\+[0-9A-F]{4,6}⟧|[!-~])/.exec(rest)?.[0];
  if (word) return `\`${word}\``;
  const character = String.fromCodePoint(rest.codePointAt(0) as number);
  const point = token(character).slice(1, -1);
  return `${SPECIAL[character] ?? `\`${character}\``} (${point})`;
}

function nameBlanks(blanks: string, trailing: boolean): string {
  const kind = blanks.startsWith(' ') ? 'space' : 'tab';
  const where = trailing ? 'trailing ' : '';
  return blanks.length === 1 ? `a ${where}${kind}` : `${blanks.length} ${where}${kind}s`;
}

const SPECIAL: Record<string, string> = {
  '\u00a0': 'a no-break space',
  '\u202f': 'a narrow no-break space',
  '\u2009': 'a thin space',
  '\u3000': 'an ideographic space',
  '\u200c': 'a zero-width non-joiner',
  '\u200d': 'a zero-width joiner',
  '\u2018': 'a left single quotation mark',
  '\u2019': 'a right single quotation mark',
  '\u201c': 'a left double quotation mark',
  '\u201d': 'a right double quotation mark',
  '\u2013': 'an en dash',
  '\u2014': 'an em dash',
  '\u2026': 'an ellipsis',
};
