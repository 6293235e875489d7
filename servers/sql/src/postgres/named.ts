import type { NamedPlace } from '../statement/named-values.ts';

/** A token of PostgreSQL's own scanner; its places count bytes of UTF-8. */
export interface ScannedToken {
  start: number;
  end: number;
  text: string;
}

/**
 * Every `:name` of a statement, as PostgreSQL's scanner cuts it: never one in a string, a quoted name or a comment, and
 * none that stands in the brackets of a subscript, where a colon is between the bounds of a slice: `a[:n]`, but not
 * `a[(:n)]` and `ARRAY[:n]`. Elsewhere its grammar has no bare colon.
 */
export function namedPlaces(sql: string, tokens: readonly ScannedToken[]): NamedPlace[] {
  const bytes = Buffer.from(sql);
  let [byte, unit] = [0, 0];
  const unitAt = (next: number) => {
    unit += bytes.toString('utf8', byte, next).length;
    byte = next;
    return unit;
  };
  const pieces = tokens
    .map(({ start, end }) => ({ start, end, text: bytes.toString('utf8', start, end) }))
    .filter(({ text }) => !/^(?:--|\/\*)/.test(text));
  const places: NamedPlace[] = [];
  const brackets = new Brackets();
  for (const [at, { start, end, text }] of pieces.entries()) {
    brackets.pass(text, pieces[at - 1]?.text ?? '');
    const next = pieces[at + 1];
    if (text !== ':' || brackets.inSubscript || next?.start !== end) continue;
    const name = next.text;
    if (/^[A-Za-z_]\w*$/.test(name)) places.push({ start: unitAt(start), end: unitAt(next.end), name });
  }
  return places;
}

type Bracket = 'list' | 'subscript' | 'parenthesis';

/** The brackets that a place stands in: those of `ARRAY[…]`, and lists in it, hold no slices. */
class Brackets {
  readonly #open: Bracket[] = [];

  pass(text: string, before: string): void {
    if (text === '(') this.#open.push('parenthesis');
    else if (text === '[') this.#open.push(this.#beginsList(before) ? 'list' : 'subscript');
    else if (text === ')' || text === ']') this.#open.pop();
  }

  get inSubscript(): boolean {
    return this.#open.at(-1) === 'subscript';
  }

  #beginsList(before: string): boolean {
    if (/^array$/i.test(before)) return true;
    return this.#open.at(-1) === 'list' && (before === '[' || before === ',');
  }
}
