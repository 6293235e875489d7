/** What a database says that it does not know. */
export interface UnknownName {
  kind: 'table' | 'column';
  /** The name alone, without table or schema. */
  name: string;
  /** The database itself says what to do. */
  advised: boolean;
}

/** How the databases say it; the first group is the name, perhaps with what it belongs to. */
const SAYINGS: readonly [UnknownName['kind'], RegExp][] = [
  // SQLite
  ['table', /no such table: ([^\n]{1,200}?)$/],
  ['column', /no such column: ([^\n]{1,200}?)(?: - should this|$)/],
  // PostgreSQL
  ['table', /relation "([^\n]{1,200}?)" does not exist/],
  ['column', /column "?([^\n]{1,200}?)"? does not exist/],
  // MySQL and MariaDB
  ['table', /Table '([^\n]{1,200}?)' doesn't exist/],
  ['column', /Unknown column '([^\n]{1,200}?)' in /],
  // DuckDB
  ['table', /Table with name ([^\n]{1,200}?) does not exist/],
  ['column', /Referenced (?:column|table) "([^\n]{1,200}?)" not found/],
  ['column', /does not have a column named "([^\n]{1,200}?)"/],
];

/** The name that a database does not know, out of what it says; undefined where it says something else. */
export function unknownName(saying: string): UnknownName | undefined {
  for (const [kind, pattern] of SAYINGS) {
    const name = pattern.exec(saying)?.[1];
    if (name !== undefined) return { kind, name: lastPart(name), advised: / - should this be /.test(saying) };
  }
  return undefined;
}

function lastPart(name: string): string {
  const bare = name.replaceAll(/^["`]|["`]$/g, '');
  return bare.slice(bare.lastIndexOf('.') + 1).replaceAll(/^["`]|["`]$/g, '');
}
