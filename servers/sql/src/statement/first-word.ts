const SPACE = /[ \t\n\r\f\v]/;

/**
 * The first word of a statement in capitals, behind white space, comments (`--` and nested or plain block
 * comments) and, where `parentheses` are allowed in front, those. Undefined where no word stands there.
 * Linear in the length of what stands in front.
 */
export function firstWord(sql: string, { parentheses = false, nested = false } = {}): string | undefined {
  let at = 0;
  for (;;) {
    const char = sql[at] ?? '';
    if (SPACE.test(char) || (parentheses && char === '(')) at += 1;
    else if (sql.startsWith('--', at)) at = lineEnd(sql, at);
    else if (sql.startsWith('/*', at)) at = blockEnd(sql, at, nested);
    else break;
  }
  return /^[A-Za-z_]\w*/.exec(sql.slice(at, at + 64))?.[0].toUpperCase();
}

function lineEnd(sql: string, at: number): number {
  const end = sql.indexOf('\n', at);
  return end === -1 ? sql.length : end + 1;
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
