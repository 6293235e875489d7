/** A table or view as the catalog has it. */
export interface Table {
  schema: string;
  name: string;
  kind: 'table' | 'view' | 'virtual';
  /** What makes a virtual table: `fts5`, `rtree`. */
  module?: string;
  columns: TableColumn[];
  /** Names of the columns of the primary key, in its order. */
  primaryKey: string[];
  foreignKeys: ForeignKey[];
  /** What the database thinks without counting; left out where it has no idea. */
  estimatedRows?: number;
  /** A view of something that the policy hides, which is refused with it. */
  refused?: true;
}

export interface TableColumn {
  name: string;
  /** As declared; empty where a column of SQLite has none. */
  type: string;
  nullable: boolean;
  /** Its values are kept from who asks. */
  masked?: true;
}

export interface ForeignKey {
  columns: string[];
  schema: string;
  table: string;
  /** Columns there, in the order of `columns`; empty where they are its primary key. */
  references: string[];
}
