import { TIME_UNITS } from '../options/duration.ts';
import type { Rate } from '../state/state.ts';

/** `600/min`, `search=10/min`, `off`, `search=off`: units s, min, h, d; at most a million. */
export const LIMIT =
  /^(?:(?<tool>[a-z]\w{0,63})=)?(?:off|(?<points>[1-9]\d{0,5}|1000000)\/(?<unit>s|min|h|d))$/;
export const RATE = /^(?:off|(?<points>[1-9]\d{0,5}|1000000)\/(?<unit>s|min|h|d))$/;

/** One limit as it was written. */
export interface WrittenLimit {
  /** Undefined where it is meant for every tool. */
  tool: string | undefined;
  /** Undefined where there is to be none. */
  rate: Rate | undefined;
}

/** Reads what matches `LIMIT` or `RATE`. Throws `RangeError` for anything else. */
export function readLimit(text: string): WrittenLimit {
  const groups = LIMIT.exec(text)?.groups;
  if (groups === undefined) throw new RangeError(`not a limit: ${text}`);
  const { tool, points, unit: written } = groups;
  const unit = TIME_UNITS.find(({ per }) => per === written);
  return {
    tool,
    rate: unit === undefined ? undefined : { points: Number(points), seconds: unit.ms / 1_000 },
  };
}

/** A rate in words: `60 calls per minute`. */
export function rateInWords({ points, seconds }: Rate): string {
  const { word } = TIME_UNITS.find(({ ms }) => ms === seconds * 1_000) ?? { word: `${seconds} s` };
  return `${points} call${points === 1 ? '' : 's'} per ${word}`;
}
