/** A name as SQL writes it, whatever is in it. Throws where it contains NUL, which no database can store. */
export function quoteName(name: string, mark: '"' | '`' = '"'): string {
  if (name.includes('\0')) throw new RangeError('A name cannot contain NUL.');
  return mark + name.replaceAll(mark, mark + mark) + mark;
}
