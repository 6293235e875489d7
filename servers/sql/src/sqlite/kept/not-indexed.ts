import { type ListedTable, listedTables } from './listed-tables.ts';
import { namesIn, type Word, wordsOf } from './sql-words.ts';

interface Change {
  start: number;
  end: number;
  text: string;
}

/** By its name in small letters: the SELECT that a view is. */
export type Views = ReadonlyMap<string, string>;

/**
 * The statement with NOT INDEXED, or what has its effect, behind every place that seems to list one of these tables, also
 * in views, which then stand in it as what they are. It says how tables are read and nothing else; what it would break is no statement any
 * more, and whoever asks goes on without it.
 */
export function withoutIndexes(sql: string, tables: ReadonlyMap<string, string>, views: Views): string {
  const words = wordsOf(sql);
  const own = ownNames(words);
  const changes = listedTables(words).flatMap((listed) => {
    const name = words[listed.name]?.text ?? '';
    const alone = tables.get(name);
    if (alone !== undefined) return unindexed(words, listed, alone);
    const view = views.get(name);
    if (view === undefined) return [];
    const now = withoutIndexes(view, tables, views);
    const meant = [...namesIn(now)].some((inside) => own.has(inside));
    return now === view || meant ? [] : opened(words, listed, now);
  });
  let text = '';
  let from = 0;
  for (const change of changes) {
    text += sql.slice(from, change.start) + change.text;
    from = change.end;
  }
  return text + sql.slice(from);
}

function unindexed(words: readonly Word[], { name, alias }: ListedTable, alone: string): Change[] {
  const last = alias ?? name;
  const next = words[last + 1];
  const said = next?.kind === 'name' && (next.text === 'not' || next.text === 'indexed');
  const end = words[last]?.end ?? 0;
  return said || next?.text === '(' ? [] : [{ start: end, end, text: ` ${alone}` }];
}

/** What WITH may name here: in a view that stands in the statement such a name would mean something else. */
function ownNames(words: readonly Word[]): Set<string> {
  if (!words.some(({ kind, text }) => kind === 'name' && text === 'with')) return new Set();
  const named = words.filter(({ kind }, at) => {
    const [before, next, behind] = [at - 1, at + 1, at + 2].map((place) => words[place]?.text ?? '');
    const defined = next === '(' || (next === 'as' && ['(', 'not', 'materialized'].includes(behind ?? ''));
    return kind !== 'other' && defined && ['with', 'recursive', ','].includes(before ?? '');
  });
  return new Set(named.map(({ text }) => text));
}

/** The view as its SELECT. */
function opened(words: readonly Word[], { first, name, alias }: ListedTable, now: string): Change[] {
  const { start, end } = { start: words[first]?.start ?? 0, end: words[name]?.end ?? 0 };
  const called = alias === undefined ? ` AS "${words[name]?.text.replaceAll('"', '""')}"` : '';
  return [{ start, end, text: `(${now}\n)${called}` }];
}

/** The SELECT of a CREATE VIEW; undefined where it cannot be told. */
export function selectOf(createView: string): string | undefined {
  const words = wordsOf(createView);
  const as = words.findIndex(({ kind, text }) => kind === 'name' && text === 'as');
  const end = words[as]?.end;
  if (end === undefined) return undefined;
  const select = createView.slice(end);
  const columns = words.findIndex(({ text, kind }) => kind === 'other' && text === '(');
  if (columns === -1 || columns > as) return select;
  const list = createView.slice(words[columns]?.start, words[as]?.start);
  return `WITH "its columns"${list} AS (${select}\n) SELECT * FROM "its columns"`;
}
