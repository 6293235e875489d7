import { blobCell, type Cell, integerCell, realCell, textCell } from '../values/cell.ts';
import { shortestFloat } from '../values/shortest-float.ts';

/** What the driver makes of a value, as a cell. Whatever JSON has no form for is what DuckDB writes for it. */
export function duckdbCell(value: unknown, type: string, cap: number): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return integerCell(value);
  if (typeof value === 'number') return realCell(type === 'FLOAT' ? shortestFloat(value) : value);
  if (type === 'BLOB') return blobCell((value as { bytes: Uint8Array }).bytes);
  return textCell(String(value), cap);
}
