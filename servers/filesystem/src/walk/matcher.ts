import type { Piece } from './pieces.ts';

/** Looks at a piece of a file; undefined where it certainly has no match. `latin1`: the whole file is in Latin-1. */
export type Matcher = (piece: Piece, latin1: boolean) => Find | undefined;

/**
 * Offset of the first match from `at` on that starts before `piece.to`, or -1. No match crosses a line break.
 * `at` is `piece.from` or the start of a line, and grows from call to call.
 */
export type Find = (at: number) => number;
