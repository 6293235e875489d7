interface Line {
  text: string;
  end: '\n' | '\r\n' | '';
}

/**
 * Gives a text that replaces another the line ends of that one: lines that are the same at the beginning and at the end
 * keep their own, all others get the most common. A text without CR LF in it asks for nothing.
 */
export function withEndsOf(before: string, text: string): string {
  if (!before.includes('\r\n')) return text;
  const old = linesIn(before);
  const lines = linesIn(text);
  const common = commonEnd(old);
  const head = sameFrom(old, lines, (at) => at);
  const most = Math.min(old.length, lines.length) - head;
  const tail = Math.min(
    most,
    sameFrom(old, lines, (at, length) => length - 1 - at),
  );
  return lines
    .map(({ text: words, end }, at) => {
      if (end === '') return words;
      const twin = at < head ? old[at] : old[at - lines.length + old.length];
      const kept = at < head || at >= lines.length - tail ? twin?.end : undefined;
      return words + (kept || common);
    })
    .join('');
}

function linesIn(text: string): Line[] {
  const pieces = text.split('\n');
  return pieces.map((piece, at) => {
    if (at === pieces.length - 1) return { text: piece, end: '' };
    return piece.endsWith('\r') ? { text: piece.slice(0, -1), end: '\r\n' } : { text: piece, end: '\n' };
  });
}

function commonEnd(lines: readonly Line[]): '\n' | '\r\n' {
  const crlf = lines.filter(({ end }) => end === '\r\n').length;
  return crlf * 2 >= lines.length - 1 ? '\r\n' : '\n';
}

/** How many lines have the same words, taken from where `place` says. */
function sameFrom(
  old: readonly Line[],
  lines: readonly Line[],
  place: (at: number, length: number) => number,
): number {
  const most = Math.min(old.length, lines.length);
  let same = 0;
  while (same < most && old[place(same, old.length)]?.text === lines[place(same, lines.length)]?.text) same++;
  return same;
}
