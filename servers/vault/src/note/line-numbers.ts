/**
 * Gives line numbers for offsets that come mostly in order: from 1, each `\n` ends a line. Going back costs a
 * count from the start.
 */
export function lineNumbers(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  let lineStart = 0;
  return (offset) => {
    if (offset < lineStart) {
      line = 1;
      lineStart = 0;
      next = text.indexOf('\n');
    }
    while (next >= 0 && next < offset) {
      line++;
      lineStart = next + 1;
      next = text.indexOf('\n', lineStart);
    }
    return line;
  };
}
