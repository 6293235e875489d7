import type { LineCursor } from './line-cursor.ts';

/** A block that holds blocks (CommonMark 0.31, section 5): a quote, or something that indentation goes on with. */
export type Container = 'quote' | Indented;

interface Indented {
  width: number;
  footnote: string | undefined;
  /** Nothing stands behind its mark, and nothing below it yet: a blank line ends it. */
  empty: boolean;
}

const BULLET = /[-+*](?=[ \t\r\n]|$)/y;
const NUMBER = /(\d{1,9})[.)](?=[ \t\r\n]|$)/y;
const FOOTNOTE = /\[\^([^\]\s]+)\]:/y;
/** Columns by which the definition of a footnote goes on, as in GitHub's Markdown. */
const FOOTNOTE_WIDTH = 4;

/** How many of the open containers this line goes on with; the cursor stands behind their marks. */
export function matchContainers(open: readonly Container[], line: LineCursor): number {
  for (let at = 0; at < open.length; at++) {
    const container = open[at] as Container;
    if (container === 'quote') {
      if (!takeQuote(line)) return at;
    } else if (line.blank()) {
      if (container.empty) return at;
    } else {
      if (line.indent() < container.width) return at;
      line.skip(container.width);
      container.empty = false;
    }
  }
  return open.length;
}

/**
 * Takes the mark of a container that starts here. `inParagraph`: only what may break into a paragraph counts.
 */
export function takeContainer(line: LineCursor, inParagraph: boolean): Container | undefined {
  if (takeQuote(line)) return 'quote';
  return takeFootnote(line) ?? takeItem(line, inParagraph);
}

function takeQuote(line: LineCursor): boolean {
  const indent = line.indent();
  if (indent > 3) return false;
  const at = afterBlanks(line);
  if (line.text.charCodeAt(at) !== 62 || at >= line.end) return false;
  line.skip(indent);
  line.take(1);
  line.skip(1);
  return true;
}

function takeFootnote(line: LineCursor): Container | undefined {
  const label = matchAt(FOOTNOTE, line);
  if (label === undefined) return undefined;
  line.skip(line.indent());
  line.take(label[0].length);
  line.skip(line.indent());
  return { width: FOOTNOTE_WIDTH, footnote: label[1], empty: false };
}

function takeItem(line: LineCursor, inParagraph: boolean): Container | undefined {
  const mark = matchAt(BULLET, line) ?? matchAt(NUMBER, line);
  if (mark === undefined) return undefined;
  const indent = line.indent();
  const start = afterBlanks(line);
  const empty = line.text.slice(start + mark[0].length, line.end).trim() === '';
  if (inParagraph && (empty || Number(mark[1] ?? 1) !== 1)) return undefined;
  line.skip(indent);
  line.take(mark[0].length);
  const gap = line.indent();
  // More than four blanks, and all but one of them belong to code in the item.
  const taken = empty || gap > 4 ? 1 : gap;
  line.skip(taken);
  return { width: indent + mark[0].length + taken, footnote: undefined, empty };
}

function matchAt(pattern: RegExp, line: LineCursor): RegExpExecArray | undefined {
  pattern.lastIndex = afterBlanks(line);
  const match = pattern.exec(line.text);
  return match !== null && pattern.lastIndex <= line.end ? match : undefined;
}

function afterBlanks(line: LineCursor): number {
  let at = line.at;
  while (at < line.end && (line.text.charCodeAt(at) === 32 || line.text.charCodeAt(at) === 9)) at++;
  return at;
}
