import { clip, oneLine } from '@ashlar/kit/files';
import { writtenName } from '../catalog/written-name.ts';
import type { EngineKind } from '../engine/engine.ts';
import { SIGNS } from './signs.ts';

const MOST = 5;
/** What a database calls a part of the statement: `(subquery-1)`, `<derived2>`. */
const INSIDE = /^[(<]/;

/** One line: which tables a plan reads whole and which by an index, whether it sorts, and how many rows it expects. */
export function verdict(kind: EngineKind, lines: readonly string[]): string {
  const { whole, byIndex, sorts, made, plain = false } = SIGNS[kind];
  const own = made === undefined ? [] : found(lines, [made]);
  const tables = (signs: readonly RegExp[]) =>
    found(lines, signs).filter((name) => !own.includes(name) && !INSIDE.test(name));
  const read = tables(whole);
  const sought = tables(byIndex).filter((name) => !read.includes(name));
  const named = (names: readonly string[]) =>
    list(plain ? names.map((name) => writtenName(name, kind)) : names);
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

function found(lines: readonly string[], signs: readonly RegExp[]): string[] {
  const names = lines.flatMap((line) => signs.flatMap((sign) => sign.exec(line)?.[1] ?? []));
  return [...new Set(names)].filter((name) => name !== '');
}

function list(tables: readonly string[]): string {
  const shown = tables.slice(0, MOST).map((table) => clip(oneLine(table), 60));
  return [...shown, ...(tables.length > MOST ? [`${tables.length - MOST} more`] : [])].join(', ');
}
