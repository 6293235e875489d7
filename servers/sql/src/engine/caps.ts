/** Bounds of one answer. */
export interface Caps {
  /** Rows. */
  rows: number;
  /** Bytes of columns and rows as JSON. */
  bytes: number;
  /** Characters of one text before it is cut. */
  cell: number;
  /** Milliseconds. */
  timeoutMs: number;
}

/** Caps of an answer that a model reads, and that may be a part of a longer one. */
export interface PageCaps extends Caps {
  page?: {
    /** Rows that are passed over: those that were given before. */
    skip: number;
  };
}

export const DEFAULT_CAPS: Caps = { rows: 1_000, bytes: 256_000, cell: 2_000, timeoutMs: 30_000 };

/** What was asked for, below the operator's ceiling: asking lowers a cap and never raises it. Each is at least 1. */
export function capsWithin(ceiling: Caps, asked: Partial<Caps> = {}): Caps {
  const within = (cap: keyof Caps) =>
    Math.max(1, Math.min(ceiling[cap], Math.trunc(asked[cap] ?? Infinity) || 1));
  return {
    rows: within('rows'),
    bytes: within('bytes'),
    cell: within('cell'),
    timeoutMs: within('timeoutMs'),
  };
}
