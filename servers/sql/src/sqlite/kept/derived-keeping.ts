import type { Database } from 'better-sqlite3';
import type { Table, TableColumn } from '../../engine/table.ts';
import { Refusal } from '../../process/messages.ts';
import { quoteName } from '../../statement/identifier.ts';
import type { Keeper } from './keeper.ts';
import type { KeptSchema } from './kept-schema.ts';

/** What a catalog says of tables and views that are made of what is kept back. */
export class DerivedKeeping {
  readonly #database: Database;
  readonly #keeper: Keeper;
  readonly #schema: KeptSchema;

  constructor(database: Database, keeper: Keeper) {
    this.#database = database;
    this.#keeper = keeper;
    this.#schema = keeper.schema(database);
  }

  /** Whether an estimate of rows could be made of a column that is kept back: a key, or a part of an index. */
  keepsCount(table: string): boolean {
    return (this.#schema.kept.get(table)?.size ?? 0) > 0;
  }

  mark(table: Table): Table {
    if (table.kind === 'virtual') {
      return this.#schema.closed.includes(table.name) ? { ...table, refused: true } : table;
    }
    return table.kind === 'view' ? this.#markView(table) : this.#markTable(table);
  }

  /** Columns that are made of hidden ones are hidden, and those of masked ones masked. */
  #markTable(table: Table): Table {
    const { policy } = this.#keeper;
    const kept = this.#schema.kept.get(table.name);
    const columns = table.columns.flatMap((column): TableColumn[] => {
      const openness = kept?.get(column.name.toLowerCase());
      // What is kept back by its own name is left to who asked for the catalog.
      if (openness === undefined || policy.column(table, column.name) !== 'open') return [column];
      return openness === 'hidden' ? [] : [{ ...column, masked: true }];
    });
    return { ...table, columns };
  }

  #markView(table: Table): Table {
    if (!this.#keeper.policy.opens(table)) return table;
    try {
      const sql = `SELECT * FROM main.${quoteName(table.name)}`;
      const { masked } = this.#keeper.allow(this.#database, sql, []);
      const columns = table.columns.map(
        (column, at): TableColumn => (masked.has(at) ? { ...column, masked: true } : column),
      );
      return { ...table, columns };
    } catch (error) {
      // One that does not work is for who asks it.
      return error instanceof Refusal ? { ...table, refused: true } : table;
    }
  }
}
