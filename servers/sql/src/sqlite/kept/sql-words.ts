/** A piece of SQL that is not white space or a comment. */
export interface Word {
  /** Of a name, in quotes or not, what it names, in small letters; of anything else, what stands there. */
  text: string;
  kind: 'name' | 'quoted' | 'other';
  /** Where it begins, and behind its last character (UTF-16 units). */
  start: number;
  end: number;
}

/** https://www.sqlite.org/lang_keywords.html: text in single quotes is a name too where no text may stand. */
const PIECE =
  /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|'(?:[^']|'')*')|(?<name>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|\d[\w.]*|[\s\S]/gy;

export function wordsOf(sql: string): Word[] {
  const words: Word[] = [];
  for (const { 0: piece, index: start, groups } of sql.matchAll(PIECE)) {
    if (groups?.space !== undefined) continue;
    const end = start + piece.length;
    if (groups?.name !== undefined) words.push({ text: piece.toLowerCase(), kind: 'name', start, end });
    else if (groups?.quoted !== undefined) words.push({ text: unquoted(piece), kind: 'quoted', start, end });
    else words.push({ text: piece, kind: 'other', start, end });
  }
  return words;
}

/** All names in some SQL, in small letters. */
export function namesIn(sql: string): Set<string> {
  return new Set(wordsOf(sql).flatMap(({ kind, text }) => (kind === 'other' ? [] : [text])));
}

function unquoted(piece: string): string {
  const mark = piece.at(-1) ?? '';
  const inside = piece.slice(1, -1);
  return (mark === ']' ? inside : inside.replaceAll(mark + mark, mark)).toLowerCase();
}
