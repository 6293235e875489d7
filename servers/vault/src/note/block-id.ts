const ID = /^[A-Za-z0-9-]+$/;

/** The id in ` ^id` at the end of a line, or alone on it; undefined where there is none. */
export function blockIdIn(line: string): string | undefined {
  const text = line.trimEnd();
  const caret = text.lastIndexOf('^');
  if (caret < 0 || (caret > 0 && text.charCodeAt(caret - 1) > 32)) return undefined;
  const id = text.slice(caret + 1);
  return ID.test(id) ? id : undefined;
}
