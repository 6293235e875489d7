/** Lines of a text, from 1, both included; `to` below `from` stands for the place before `from`. */
export interface Span {
  from: number;
  to: number;
}

/** A text with some of its lines replaced by `words` and a `gap` behind them; none is left where `words` is empty. */
export function replaceLines(text: string, { from, to }: Span, words: string, gap = ''): string {
  const start = lineStart(text, from);
  const end = to < from ? start : lineStart(text, to + 1);
  const head = text.slice(0, start);
  const rest = text.slice(end);
  const piece = withoutEndBreaks(words);
  if (piece === '') return head + rest;
  const before = head === '' || head.endsWith('\n') ? '' : '\n';
  const after = rest === '' && !/\n$/.test(text) && text !== '' ? '' : '\n';
  return head + before + piece + after + gap + rest;
}

function withoutEndBreaks(words: string): string {
  let end = words.length;
  while (words[end - 1] === '\n') end -= words[end - 2] === '\r' ? 2 : 1;
  return words.slice(0, end);
}

/** Without the blank lines at the beginning and the end of it; empty where all are blank. */
export function withoutMargins(lines: readonly string[], { from, to }: Span): Span {
  const isBlank = (line: number) => (lines[line - 1] ?? '').trim() === '';
  let [first, last] = [from, to];
  while (last >= first && isBlank(last)) last--;
  while (first <= last && isBlank(first)) first++;
  return last < first ? { from, to: from - 1 } : { from: first, to: last };
}

function lineStart(text: string, line: number): number {
  let at = 0;
  for (let left = line - 1; left > 0; left--) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return at;
}
