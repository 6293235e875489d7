import { clip, oneLine } from '@ashlar/kit/files';
import type { EngineKind } from '../engine/engine.ts';

/** How the plans of a database say what they do; the first group is a table. */
interface Signs {
  whole: RegExp;
  byIndex: RegExp;
  sorts: RegExp;
}

const MYSQL: Signs = {
  whole: /^(?=.*\btype=(?:ALL|index)\b).*\btable=(\S+)/,
  byIndex:
    /^(?=.*\btype=(?:const|system|eq_ref|ref|ref_or_null|range|index_merge|unique_subquery|fulltext)\b).*\btable=(\S+)/,
  sorts: /Using (?:filesort|temporary)/,
};
const SIGNS: Readonly<Record<EngineKind, Signs>> = {
  sqlite: {
    whole: /^\s*SCAN (?!CONSTANT ROW|\d+ CONSTANT)(\S+)/,
    byIndex: /^\s*SEARCH (\S+)/,
    sorts: /USE TEMP B-TREE/,
  },
  postgresql: {
    whole: /\bSeq Scan on (\S+)/,
    byIndex: /(?:Index(?: Only)? Scan(?: Backward)? using \S+|Bitmap Heap Scan|Tid Scan) on (\S+)/,
    sorts: /->\s+(?:Incremental )?Sort\b|^(?:Incremental )?Sort\b/,
  },
  mysql: MYSQL,
  mariadb: MYSQL,
  duckdb: {
    whole: /Table: ([^|]+?) \| Type: Sequential Scan/,
    byIndex: /Table: ([^|]+?) \| Type: Index Scan/,
    sorts: /\b(?:ORDER_BY|TOP_N)\b/,
  },
};
const MOST = 5;

/** One line: which tables a plan reads whole and which by an index, whether it sorts, and how many rows it expects. */
export function verdict(kind: EngineKind, lines: readonly string[]): string {
  const { whole, byIndex, sorts } = SIGNS[kind];
  const read = found(lines, whole);
  const sought = found(lines, byIndex).filter((name) => !read.includes(name));
  const rows = /\brows=(\d+)/.exec(kind === 'postgresql' ? (lines[0] ?? '') : '')?.[1];
  const parts = [
    ...(read.length === 0 ? [] : [`reads all of ${named(read)}`]),
    ...(sought.length === 0 ? [] : [`finds rows of ${named(sought)} by an index`]),
    ...(lines.some((line) => sorts.test(line)) ? ['sorts'] : []),
    ...(rows === undefined ? [] : [`expects ${rows} row${rows === '1' ? '' : 's'}`]),
  ];
  const text = parts.join('; ') || 'reads no table';
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function found(lines: readonly string[], sign: RegExp): string[] {
  return [...new Set(lines.flatMap((line) => sign.exec(line)?.[1] ?? []))].filter((name) => name !== '');
}

function named(tables: readonly string[]): string {
  const shown = tables.slice(0, MOST).map((table) => clip(oneLine(table), 60));
  return [...shown, ...(tables.length > MOST ? [`${tables.length - MOST} more`] : [])].join(', ');
}
