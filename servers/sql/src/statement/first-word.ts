/** What may stand in front of a statement; each as its engine reads it, or the first word found is not the engine's. */
export interface Front {
  /** One character of white space. Default: those of ASCII. */
  space?: RegExp;
  /** A statement may begin with parentheses. */
  parentheses?: boolean;
  /** Block comments nest. */
  nested?: boolean;
  /** A carriage return ends a comment of one line, as a line feed does. */
  returns?: boolean;
}

const SPACE = /[ \t\n\r\f\v]/;

/**
 * The first word of a statement in capitals, behind what may stand in front of it and comments (`--` and block
 * comments). Undefined where no word stands there. Linear in the length of what stands in front.
 */
export function firstWord(
  sql: string,
  { space = SPACE, parentheses = false, nested = false, returns = false }: Front = {},
): string | undefined {
  const lineEnd = returns ? /[\r\n]/g : /\n/g;
  let at = 0;
  for (;;) {
    const char = sql[at] ?? '';
    if (space.test(char) || (parentheses && char === '(')) at += 1;
    else if (sql.startsWith('--', at)) at = endOf(lineEnd, sql, at);
    else if (sql.startsWith('/*', at)) at = blockEnd(sql, at, nested);
    else break;
  }
  return /^[A-Za-z_]\w*/.exec(sql.slice(at, at + 64))?.[0].toUpperCase();
}

function endOf(mark: RegExp, sql: string, from: number): number {
  mark.lastIndex = from;
  return mark.exec(sql) === null ? sql.length : mark.lastIndex;
}

function blockEnd(sql: string, at: number, nested: boolean): number {
  let depth = 0;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = at;
  for (let mark = marks.exec(sql); mark !== null; mark = marks.exec(sql)) {
    if (mark[0] === '/*') depth = nested ? depth + 1 : 1;
    else if (--depth === 0) return marks.lastIndex;
  }
  return sql.length;
}
