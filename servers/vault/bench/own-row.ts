import type { Row } from '@ashlar/kit/bench';

/** A line for what no peer has; `bound` is the highest value that is held. */
export function ownRow(what: string, ours: number, unit: string, bound?: number): Row {
  return { what, ours, peer: undefined, unit, ...(bound !== undefined && { bound: { value: bound } }) };
}
