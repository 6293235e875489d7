/** The units of time that a person may write: what follows a number (`30m`) and what follows a slash (`60/min`). */
export const TIME_UNITS = [
  { word: 'second', ms: 1_000, per: 's' },
  { word: 'minute', ms: 60_000, per: 'min', short: 'm' },
  { word: 'hour', ms: 60 * 60_000, per: 'h', short: 'h' },
  { word: 'day', ms: 24 * 60 * 60_000, per: 'd', short: 'd' },
] as const;

/** `90d`, `24h`, `30m`: a whole number of days, hours or minutes. */
export const DURATION = /^(?<count>[1-9]\d{0,4})(?<unit>[mhd])$/;

/** Milliseconds. Throws `RangeError` on what is no duration. */
export function durationMs(text: string): number {
  const { count, unit } = DURATION.exec(text)?.groups ?? {};
  const ms = Number(count) * unitMs(unit);
  if (Number.isNaN(ms))
    throw new RangeError(`${JSON.stringify(text)} is no duration such as 90d, 24h or 30m.`);
  return ms;
}

/** Milliseconds of a unit as it stands behind a number; NaN for what is none. */
export function unitMs(short: string | undefined): number {
  return TIME_UNITS.find((unit) => 'short' in unit && unit.short === short)?.ms ?? Number.NaN;
}
