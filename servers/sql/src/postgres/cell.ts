import { type Blob, type Cell, digitsCell, textCell } from '../values/cell.ts';

/** Object ids of built-in types never change: `pg_type.dat` in PostgreSQL's sources. */
const BOOL = 16;
const BYTEA = 17;
const INTEGERS = new Set([20, 21, 23, 26]);
const FLOATS = new Set([700, 701]);
/** Bytes of a bytea that are shown. */
const SHOWN = 64;

/** The text that PostgreSQL writes for a value, as a cell. */
export function postgresCell(text: string | null, oid: number, cap: number): Cell {
  if (text === null) return null;
  if (oid === BOOL) return text === 't';
  if (INTEGERS.has(oid)) return digitsCell(text);
  if (FLOATS.has(oid)) return floatCell(text);
  return oid === BYTEA ? byteaCell(text) : textCell(text, cap);
}

function floatCell(text: string): Cell {
  const number = Number(text);
  return Number.isFinite(number) && !Object.is(number, -0) ? number : text;
}

/** Written as `\x` and two hexadecimal digits a byte. */
function byteaCell(text: string): Blob {
  const shown = Buffer.from(text.slice(2, 2 + 2 * SHOWN), 'hex');
  return { $bytes: (text.length - 2) / 2, base64: shown.toString('base64') };
}
