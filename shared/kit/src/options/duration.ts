const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 60 * 60_000, d: 24 * 60 * 60_000 };

/** `90d`, `24h`, `30m`: a whole number of days, hours or minutes. */
export const DURATION = /^(?<count>[1-9]\d{0,4})(?<unit>[mhd])$/;

/** Milliseconds. Throws `RangeError` on what is no duration. */
export function durationMs(text: string): number {
  const { count, unit } = DURATION.exec(text)?.groups ?? {};
  const ms = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (Number.isNaN(ms))
    throw new RangeError(`${JSON.stringify(text)} is no duration such as 90d, 24h or 30m.`);
  return ms;
}
