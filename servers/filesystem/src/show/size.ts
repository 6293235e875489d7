const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** A size for reading: `812 B`, `1.2 KB`, `3.4 GB` (of 1,000). */
export function showSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${UNITS[unit]}`;
}
