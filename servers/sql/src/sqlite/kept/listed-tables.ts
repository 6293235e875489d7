import type { Word } from './sql-words.ts';

/** A name in a list of tables: places among the words of a statement. */
export interface ListedTable {
  /** Of the first word: its schema, where one is given. */
  first: number;
  name: number;
  /** Of what else it is called here. Undefined where it has no other name. */
  alias?: number;
}

/** Words behind the name of a table that are no other name for it. */
const NO_ALIAS = new Set(
  [
    'where group order having limit window union except intersect on using join left right full inner',
    'cross natural outer not indexed select values',
  ].flatMap((line) => line.split(' ')),
);
/** Words behind which tables are no more listed, at the same depth of parentheses. */
const ENDS = new Set('select where group order having limit window union except intersect'.split(' '));

/**
 * What seems to be listed as a table or view, behind FROM, JOIN and the commas there. A guess for who asks SQLite again:
 * the grammar is SQLite's alone.
 */
export function listedTables(words: readonly Word[]): ListedTable[] {
  const found: ListedTable[] = [];
  const lists: boolean[] = [false];
  let awaited = false;
  for (const [at, word] of words.entries()) {
    const depth = lists.length - 1;
    const { text, kind } = word;
    if (kind === 'other') {
      if (text === '(') lists.push(awaited);
      if (text === ')' && depth > 0) lists.pop();
      if (text !== '(' && text !== '.') awaited = text === ',' && lists[depth] === true;
    } else if (kind === 'name' && (text === 'from' || text === 'join')) {
      lists[depth] = true;
      awaited = true;
    } else if (kind === 'name' && ENDS.has(text)) {
      lists[depth] = false;
      awaited = false;
    } else if (awaited && words[at + 1]?.text !== '.') {
      awaited = false;
      found.push({ first: words[at - 1]?.text === '.' ? at - 2 : at, name: at, ...aliasOf(words, at) });
    }
  }
  return found;
}

function aliasOf(words: readonly Word[], name: number): { alias?: number } {
  const next = words[name + 1];
  const as = next?.kind === 'name' && next.text === 'as';
  const at = name + (as ? 2 : 1);
  const word = words[at];
  if (word === undefined || word.kind === 'other') return {};
  return as || word.kind === 'quoted' || !NO_ALIAS.has(word.text) ? { alias: at } : {};
}
