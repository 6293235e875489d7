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
 * https://dev.mysql.com/doc/refman/8.4/en/comments.html: `--` is a comment only before white space or a control character
 * of ASCII; `/*!` (MariaDB also `/*M!`) is none at all. Where a hint (`/*+`) ends depends on the server, unless it is
 * of words alone; `SET_VAR` in one sets variables. Strings have backslash escapes and doubled quotes. Whatever is not
 * ASCII belongs to a word, be it a space to others.
 */
const PIECES: readonly [Token['kind'] | 'skipped', RegExp][] = [
  ['skipped', /\/\*\+(?:(?!SET_VAR)[\w \t\r\n(),@.])*\*\//iy],
  ['executable', /\/\*(?:M?!|\+)/y],
  ['skipped', /[ \t\n\v\f\r]+|#[^\n]*|--(?![!-~]|\P{ASCII})[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/uy],
  ['string', /'(?:[^'\\]|''|\\[\s\S]?)*(?:'|$)|"(?:[^"\\]|""|\\[\s\S]?)*(?:"|$)/y],
  ['name', /`(?:[^`]|``)*(?:`|$)/y],
  ['word', /@{0,2}(?:[\w$]|\P{ASCII})+/uy],
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
