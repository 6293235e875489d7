/** How many lines a view has. A final line break ends the last line and begins no other. */
export function countLines(text: string): number {
  const breaks = countBreaks(text, text.length);
  return text.length > 0 && !text.endsWith('\n') ? breaks + 1 : breaks;
}

/** How many line breaks there are before an index. */
export function countBreaks(text: string, end: number): number {
  let breaks = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) breaks++;
  return breaks;
}

/** Where the line of an index begins. */
export function lineStart(text: string, index: number): number {
  return index <= 0 ? 0 : text.lastIndexOf('\n', index - 1) + 1;
}

/** Where the next line begins; the length of the text after the last one. */
export function afterLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at + 1;
}

/** Where one is after going down so many lines; the length of the text after the last one. */
export function skipLines(text: string, from: number, lines: number): number {
  let at = from;
  for (let skipped = 0; skipped < lines && at < text.length; skipped++) at = afterLine(text, at);
  return at;
}
