import { ToolError } from '@ashlar/kit/errors';
import type { Encoding } from './encoding.ts';

/** Which part of a file is asked for, checked and with defaults filled in. */
export interface Wanted {
  offset: number;
  limit: number;
  maxBytes: number;
}

/** Lines of a file, as `View` shows them. */
export interface Lines {
  /** The lines, with a line break between them and none at the end. */
  text: string;
  /** Number of the first line; 0 in an empty file; negative, counted from the end, where only that is known. */
  from: number;
  to: number;
  /** Lines in the file, where they were counted. */
  total?: number;
  /** The offset to go on from, where there is more. */
  next?: number;
  /** Set where the only line shown is too long: what was shown of it, and its length in UTF-8 where known. */
  cut?: { characters: number; bytes?: number };
  encoding: Encoding;
  version: string;
  /** Whether tokens such as `⟦U+202E⟧` stand for invisible characters. */
  tokensShown: boolean;
  /** Whether the last line shown ends with a line break. */
  finalNewline: boolean;
}

/** The error for a line beyond the last. */
export function noSuchLine(offset: number, total: number): ToolError {
  return new ToolError('invalid_input', `The file has ${count(total)}, so there is no line ${offset}.`, {
    hint:
      total > 0 ? `Use an offset up to ${total}, or a negative one to count from the end.` : 'It is empty.',
  });
}

function count(lines: number): string {
  return lines === 1 ? '1 line' : `${lines} lines`;
}
