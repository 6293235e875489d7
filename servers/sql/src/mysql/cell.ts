import { blobCell, type Cell, digitsCell, realCell, textCell } from '../values/cell.ts';
import { shortestFloat } from '../values/shortest-float.ts';

/** Numbers of types in the protocol: https://dev.mysql.com/doc/dev/mysql-server/latest/field__types_8h.html */
const FLOAT = 4;
const TIMES = new Set([7, 11, 12]);
const LONGLONG = 8;
const BIT = 16;
/** More decimals than any time has: they are not fixed. */
const NOT_FIXED = 7;

/** What the driver makes of a value of the binary protocol, as a cell. `decimals` are those of its column. */
export function mysqlCell(value: unknown, type: number, decimals: number, cap: number): Cell {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value)) return type === BIT ? bitCell(value) : blobCell(value);
  if (typeof value === 'number') return realCell(type === FLOAT ? shortestFloat(value) : value);
  const text = String(value);
  if (type === LONGLONG) return digitsCell(text);
  return TIMES.has(type) ? withFraction(text, decimals) : textCell(text, cap);
}

/** The driver leaves out zeros at the end of a second, which the server writes. */
function withFraction(time: string, decimals: number): string {
  if (decimals === 0 || decimals >= NOT_FIXED) return time;
  const [whole = '', fraction = ''] = time.split('.');
  return `${whole}.${fraction.padEnd(decimals, '0').slice(0, decimals)}`;
}

function bitCell(bits: Buffer): Cell {
  return digitsCell(String(BigInt(`0x${bits.toString('hex') || '0'}`)));
}
