/** Where the frontmatter of a note is. */
export interface Frontmatter {
  /** Of the YAML between the lines of dashes. */
  start: number;
  end: number;
  /** Behind the closing line. */
  bodyStart: number;
}

const OPEN = /^\ufeff?---[ \t]*\r?\n/;
const CLOSE = /---[ \t]*(?:\r?\n|$)/y;

/** Finds the YAML between a first line of three dashes and the next such line; undefined where there is none. */
export function findFrontmatter(text: string): Frontmatter | undefined {
  const first = text.charCodeAt(0);
  if (first !== 45 && first !== 0xfeff) return undefined;
  const start = OPEN.exec(text)?.[0].length;
  if (start === undefined) return undefined;
  for (let at = start - 1; at >= 0; at = text.indexOf('\n---', at + 1)) {
    CLOSE.lastIndex = at + 1;
    if (CLOSE.test(text)) return { start, end: at + 1, bodyStart: CLOSE.lastIndex };
  }
  return undefined;
}
