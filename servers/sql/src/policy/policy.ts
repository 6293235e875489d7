import { ToolError } from '@ashlar/kit/errors';
import { matches, type NamePattern, namePattern } from './name-pattern.ts';

/** What the operator said, each a list of names. */
export interface PolicyOptions {
  /** Where it names any, all other tables and views are hidden. */
  onlyTables: readonly string[];
  hideTables: readonly string[];
  hideColumns: readonly string[];
  maskColumns: readonly string[];
}

export interface TableName {
  schema: string;
  name: string;
}

/** Stands in place of a value that is masked. */
export const MASKED = '‹masked›';

export type Openness = 'open' | 'masked' | 'hidden';

/** Names of a table, and of a column. */
const TABLE_PARTS = 2;
const COLUMN_PARTS = 3;

/**
 * What of a database may be asked about. A hidden table or column cannot be used in any way; a masked column can be
 * given, and nothing can be done with it, as whoever may compare it can find it out.
 */
export class Policy {
  /** As the operator said it, for who has to say it again in another process. */
  readonly said: PolicyOptions;
  readonly #only: readonly NamePattern[];
  readonly #hidden: readonly NamePattern[];
  readonly #hiddenColumns: readonly NamePattern[];
  readonly #maskedColumns: readonly NamePattern[];

  /** Throws `ToolError` (`invalid_input`), naming the option, for what is no name. */
  constructor({ onlyTables, hideTables, hideColumns, maskColumns }: PolicyOptions) {
    this.said = { onlyTables, hideTables, hideColumns, maskColumns };
    this.#only = patterns('--only-tables', onlyTables, TABLE_PARTS);
    this.#hidden = patterns('--hide-tables', hideTables, TABLE_PARTS);
    this.#hiddenColumns = patterns('--hide-columns', hideColumns, COLUMN_PARTS);
    this.#maskedColumns = patterns('--mask-columns', maskColumns, COLUMN_PARTS);
  }

  /** Whether it keeps nothing back: then nothing needs to be looked at. */
  get keepsNothing(): boolean {
    return [this.#only, this.#hidden, this.#hiddenColumns, this.#maskedColumns].every(
      (patterns) => patterns.length === 0,
    );
  }

  /** Whether all it says is which tables are open. */
  get onlyNamesTables(): boolean {
    return [this.#hidden, this.#hiddenColumns, this.#maskedColumns].every(({ length }) => length === 0);
  }

  opens({ schema, name }: TableName): boolean {
    const meant = (pattern: NamePattern) => matches(pattern, [schema, name]);
    return (this.#only.length === 0 || this.#only.some(meant)) && !this.#hidden.some(meant);
  }

  /** Whether it is named among the hidden ones, not only left out where some are named that are open. */
  hides({ schema, name }: TableName): boolean {
    return this.#hidden.some((pattern) => matches(pattern, [schema, name]));
  }

  /** Of a column of a table that is open. */
  column({ schema, name }: TableName, column: string): Openness {
    const meant = (pattern: NamePattern) => matches(pattern, [schema, name, column]);
    if (this.#hiddenColumns.some(meant)) return 'hidden';
    return this.#maskedColumns.some(meant) ? 'masked' : 'open';
  }

  /** What the operator wrote that means nothing of these tables: a mistake there would keep nothing back. */
  idle(tables: readonly (TableName & { columns: readonly { name: string }[] })[]): string[] {
    const names = tables.map(({ schema, name }) => [schema, name]);
    const columns = tables.flatMap(({ schema, name, columns }) =>
      columns.map((column) => [schema, name, column.name]),
    );
    const unmet = (patterns: readonly NamePattern[], among: readonly string[][]) =>
      patterns.filter((pattern) => !among.some((name) => matches(pattern, name)));
    return [
      ...unmet([...this.#only, ...this.#hidden], names),
      ...unmet([...this.#hiddenColumns, ...this.#maskedColumns], columns),
    ].map(({ written }) => written);
  }
}

/** Keeps nothing back. */
export const OPEN = new Policy({ onlyTables: [], hideTables: [], hideColumns: [], maskColumns: [] });

function patterns(option: string, written: readonly string[], most: number): NamePattern[] {
  return written.map((text) => {
    const pattern = namePattern(text, most);
    if (pattern !== undefined) return pattern;
    throw new ToolError('invalid_input', `${option}: ${text} is no name.`, {
      hint:
        most === TABLE_PARTS
          ? 'Write table or schema.table.'
          : 'Write column, table.column or schema.table.column.',
    });
  });
}
