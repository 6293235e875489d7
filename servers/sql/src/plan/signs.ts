import type { EngineKind } from '../engine/engine.ts';

/** How the plans of a database say what they do; the first group is a table. */
export interface Signs {
  whole: readonly RegExp[];
  byIndex: readonly RegExp[];
  sorts: RegExp;
  /** What the statement makes itself, and then reads like a table. */
  made?: RegExp;
  /** Its names stand as they are, not as a statement has to write them. */
  plain?: true;
}

const MYSQL: Signs = {
  whole: [/^(?=.*\btype=(?:ALL|index)\b).*?\btable=(.+?) (?:partitions|type)=/],
  byIndex: [
    /^(?=.*\btype=(?:const|system|eq_ref|ref|ref_or_null|range|index_merge|unique_subquery|fulltext)\b).*?\btable=(.+?) (?:partitions|type)=/,
  ],
  sorts: /Using (?:filesort|temporary)/,
  plain: true,
};
/** Of PostgreSQL, with quotes where it takes them. */
const NAME = '((?:"(?:[^"]|"")+"|[^\\s"])+)';

export const SIGNS: Readonly<Record<EngineKind, Signs>> = {
  sqlite: {
    whole: [
      /^\s*SCAN (?!CONSTANT ROW|\d+ CONSTANT|.* VIRTUAL TABLE INDEX \d+:\S)(.+?)(?: USING (?:COVERING )?INDEX .*| VIRTUAL TABLE INDEX \d+:)?(?: LEFT-JOIN| EXISTS)?$/,
      // An index that is made for this one question: all is read for it.
      /^\s*SEARCH (.+?) USING AUTOMATIC /,
    ],
    byIndex: [
      /^\s*SEARCH (.+?)(?: USING .*)?(?: LEFT-JOIN| EXISTS)?$/,
      /^\s*SCAN (.+?) VIRTUAL TABLE INDEX \d+:\S/,
    ],
    sorts: /USE TEMP B-TREE/,
    made: /^\s*(?:CO-ROUTINE|MATERIALIZE) (.+)$/,
    plain: true,
  },
  postgresql: {
    whole: [new RegExp(`\\bSeq Scan on ${NAME}`)],
    byIndex: [
      new RegExp(
        `(?:Index(?: Only)? Scan(?: Backward)? using ${NAME.replace('(', '(?:')}|Bitmap Heap Scan|Tid Scan) on ${NAME}`,
      ),
    ],
    sorts: /->\s+(?:Incremental )?Sort\b|^(?:Incremental )?Sort\b/,
  },
  mysql: MYSQL,
  mariadb: MYSQL,
  duckdb: {
    whole: [/Table: ([^|]+?) \| Type: Sequential Scan/],
    byIndex: [/Table: ([^|]+?) \| Type: Index Scan/],
    sorts: /\b(?:ORDER_BY|TOP_N)\b/,
  },
};
