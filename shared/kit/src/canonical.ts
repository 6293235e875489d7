/**
 * JSON as RFC 8785 has it: no white space, keys in the order of their UTF-16 units, numbers as ECMAScript writes
 * them. For values that came out of JSON. Throws `TypeError` for a text that is not Unicode (a lone surrogate), and
 * `RangeError` for what is nested too deep.
 */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${text(key)}:${canonical(value[key as keyof typeof value])}`);
  return `{${fields.join(',')}}`;
}

/** `isWellFormed` is ES2024, which every Node that is supported has, and the types of ES2023 have not. */
function text(value: string): string {
  if (!isWellFormed(value)) throw new TypeError('a text with a lone surrogate has no canonical form');
  return JSON.stringify(value);
}

function isWellFormed(value: string): boolean {
  return (value as string & { isWellFormed(): boolean }).isWellFormed();
}
