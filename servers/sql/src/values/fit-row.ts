import { INVISIBLE, token } from '@ashlar/kit/files';
import type { Cell, CutText } from './cell.ts';
import { cut } from './cut.ts';

const UNSEEN = new RegExp(INVISIBLE, 'g');
/** JSON writes the invisible among the first 32 characters, and half of a pair, as escapes. */
const HIDING = new RegExp(`${INVISIBLE}|\\\\[ubf]`);
/** Bytes of a character of JSON at most: `\u001f`. */
const WIDEST = 6;
/** And of what is shown for one that is not visible: `⟦U+202E⟧`. */
const WIDEST_VISIBLE = 12;
/** Bytes of `{"$characters":1000000000,"text":""},`. */
const AROUND = 40;
/** Characters below which nothing is worth to be shown. */
const LEAST = 8;

/** Whether rows may hold what `visibleCell` changes, told from their JSON: one look instead of one at each cell. */
export function hides(rows: string): boolean {
  return HIDING.test(rows);
}

/** Bytes of JSON that a row takes at most, also once all of it is visible; told without writing it. */
export function mostBytes(row: readonly Cell[]): number {
  let most = AROUND;
  for (const cell of row) {
    most += AROUND;
    if (typeof cell === 'string') most += WIDEST_VISIBLE * cell.length;
    else if (typeof cell === 'object' && cell !== null) most += Infinity;
  }
  return most;
}

/** A cell in which whatever would reorder or hide text is seen: `⟦U+202E⟧`. */
export function visibleCell(cell: Cell): Cell {
  if (typeof cell === 'string') return cell.replaceAll(UNSEEN, token);
  return isCut(cell) ? { ...cell, text: cell.text.replaceAll(UNSEEN, token) } : cell;
}

/** A row as JSON whose texts are cut so that it takes at most so many bytes; undefined where that is not enough. */
export function fittedRow(row: readonly Cell[], bytes: number): string | undefined {
  const share = Math.floor(bytes / Math.max(1, row.length));
  const most = Math.max(LEAST, Math.floor((share - AROUND) / WIDEST));
  const fitted = JSON.stringify(row.map((cell) => shorter(cell, most)));
  return Buffer.byteLength(fitted) < bytes ? fitted : undefined;
}

function shorter(cell: Cell, most: number): Cell {
  if (isCut(cell)) return { ...cell, text: cut(cell.text, most) };
  if (typeof cell !== 'string' || cell.length <= most + AROUND) return cell;
  return { $characters: cell.length, text: cut(cell, most) };
}

function isCut(cell: Cell): cell is CutText {
  return typeof cell === 'object' && cell !== null && '$characters' in cell;
}
