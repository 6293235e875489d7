import { cut } from './cut.ts';

/** Bytes of a blob that are shown; the rest is only counted. */
const BLOB_SHOWN = 64;

/** Bytes: how many there are, and the first 64 of them. */
export interface Blob {
  $bytes: number;
  base64: string;
}

/** A text longer than the cap: how many characters (UTF-16 units) there are, and the first ones. */
export interface CutText {
  $characters: number;
  text: string;
}

/**
 * A value as JSON can carry it and lose nothing. Integers beyond 2^53, decimals, dates and everything that
 * JSON has no form for are the text that the database itself writes for them.
 */
export type Cell = null | boolean | number | string | Blob | CutText;

export function integerCell(value: bigint): Cell {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** Digits as a number where it is exact, else as they are. */
export function digitsCell(digits: string): Cell {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : digits;
}

/** JSON knows neither infinity nor minus zero: they are texts. */
export function realCell(value: number): Cell {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0.0' : value;
  return String(value);
}

/** At most `cap` characters. */
export function textCell(value: string, cap: number): Cell {
  return value.length <= cap ? value : { $characters: value.length, text: cut(value, cap) };
}

export function blobCell(bytes: Uint8Array): Blob {
  const shown = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, BLOB_SHOWN));
  return { $bytes: bytes.byteLength, base64: shown.toString('base64') };
}
