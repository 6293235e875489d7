/** A piece of a statement as MySQL's lexer cuts it, in the mode that sessions of ours are set to. */
export interface Token {
  /** `word`: bare; `name`: in backquotes; `string`; `symbol`: one character; `executable`: a comment that runs. */
  kind: 'word' | 'name' | 'string' | 'symbol' | 'executable';
  /** A word in capitals, a name as it is between its quotes; else as written. */
  text: string;
  /** Where it begins in the statement, and as it stands there. */
  at: number;
  written: string;
}

/**
 * https://dev.mysql.com/doc/refman/8.4/en/comments.html: `--` is a comment only before white space, `/*!` (MariaDB also
 * `/*M!`) is none at all, and `/*+` holds hints. Strings have backslash escapes and doubled quotes.
 */
const PIECES: readonly [Token['kind'] | 'skipped', RegExp][] = [
  ['executable', /\/\*M?!/y],
  // Hints are read: one of them sets variables.
  ['skipped', /\/\*\+/y],
  ['skipped', /\s+|#[^\n]*|--(?=[\s\0]|$)[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['string', /'(?:[^'\\]|''|\\[\s\S]?)*(?:'|$)|"(?:[^"\\]|""|\\[\s\S]?)*(?:"|$)/y],
  ['name', /`(?:[^`]|``)*(?:`|$)/y],
  ['word', /@{0,2}[\p{L}\p{N}_$]+/uy],
  ['symbol', /[\s\S]/uy],
];

/** Every token of a statement; linear in its length. */
export function lex(sql: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < sql.length; ) {
    const [kind, text] = pieceAt(sql, at);
    if (kind !== 'skipped') tokens.push({ kind, text: normal(kind, text), at, written: text });
    at += text.length;
  }
  return tokens;
}

function pieceAt(sql: string, at: number): [Token['kind'] | 'skipped', string] {
  for (const [kind, pattern] of PIECES) {
    pattern.lastIndex = at;
    const [text] = pattern.exec(sql) ?? [];
    if (text !== undefined) return [kind, text];
  }
  return ['symbol', sql[at] ?? ''];
}

function normal(kind: Token['kind'], text: string): string {
  if (kind === 'word') return text.toUpperCase();
  return kind === 'name' ? text.slice(1, -1).replaceAll('``', '`') : text;
}
