import type { DuckDBStructType, DuckDBType, DuckDBVector } from '@duckdb/node-api';
import { blobCell, type Cell, integerCell, realCell, textCell } from '../values/cell.ts';
import { shortestFloat } from '../values/shortest-float.ts';
import type { Driver } from './driver.ts';
import { isUnnamed, Texts } from './text.ts';

/** Makes a cell of the value at a place of a column. Whatever JSON has no form for is text. */
export type CellOf = (vector: DuckDBVector, at: number, type: DuckDBType) => Cell;

/** `cap` is how many characters of a text are shown. */
export function cellsOf(driver: Driver, cap: number): CellOf {
  const texts = new Texts(driver);
  const { DuckDBTypeId, DuckDBBlobValue, DuckDBStructVector } = driver;
  return (vector, at, type) => {
    const value = vector.getItem(at);
    if (value === null || value === undefined) return null;
    if (typeof value === 'boolean') return value;
    if (typeof value === 'bigint') return integerCell(value);
    if (typeof value === 'string') return textCell(value, cap);
    if (typeof value === 'number') {
      return realCell(type.typeId === DuckDBTypeId.FLOAT ? shortestFloat(value) : value);
    }
    if (value instanceof DuckDBBlobValue) return blobCell(value.bytes);
    const row = vector instanceof DuckDBStructVector && isUnnamed(type as DuckDBStructType);
    const text = row
      ? texts.row((field) => vector.getItemValue(at, field), type as DuckDBStructType)
      : texts.of(value, type);
    return textCell(text, cap);
  };
}
