import { createHash } from 'node:crypto';
import { nameLine, tableLine, tableLines } from '../catalog/table-line.ts';
import type { EngineKind } from '../engine/engine.ts';
import type { Table } from '../engine/table.ts';

export const DETAILS = ['names', 'columns', 'full'] as const;
export type Detail = (typeof DETAILS)[number];

/** Tables as text, in as much detail as asked for. */
export function catalogLines(tables: readonly Table[], kind: EngineKind, detail: Detail): string[] {
  return tables.flatMap((table) => {
    if (detail === 'full') return tableLines(table, kind);
    return detail === 'names' ? nameLine(table, kind) : tableLine(table, kind);
  });
}

/** Tells whether lines that were given before are the same now. */
export function linesDigest(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('base64url').slice(0, 22);
}
