import { styleText } from 'node:util';

/** Lines of one answer that are shown. */
const MAX_LINES = 18;
/** Columns where there is no terminal to say, and where there is a wide one. */
const [USUAL, WIDEST] = [100, 120];
/** Before every line of an answer. */
const ANSWER = '  │ ';
/** Cursors and the like, which only the server can read. */
const HANDLE = /[\w-]{60,}/g;

/** A call as a person would write it: in one line, or with a line for each argument where it is long. */
export function callLines(tool: string, input: object): string[] {
  const given = Object.entries(input).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return short(`${name}: ${text.replaceAll('\n', '\\n')}`);
  });
  const one = `  ${[tool, ...given].join('  ')}`;
  const lines =
    one.length <= width() ? [one] : [`  ${tool}`, ...given.flatMap((text) => folded(text, '    '))];
  return lines.map((line) => line.replace(tool, styleText('bold', tool)));
}

/** An answer in lines of the terminal's width; cut where it is long. */
export function answerLines(text: string): string[] {
  const lines = short(text)
    .split('\n')
    .flatMap((line) => folded(line, ANSWER));
  const left = lines.length - MAX_LINES;
  return left > 1 ? [...lines.slice(0, MAX_LINES), `${ANSWER}… ${left} more lines`] : lines;
}

function width(): number {
  return Math.min(process.stdout.columns || USUAL, WIDEST);
}

function short(text: string): string {
  return text.replaceAll(HANDLE, (handle) => `${handle.slice(0, 12)}…`);
}

/** Behind a margin, two columns more where a line goes on; broken behind a blank or comma in its last third, if it has one. */
export function folded(line: string, margin: string): string[] {
  const lines: string[] = [];
  let front = margin;
  let rest = line;
  while (front.length + rest.length > width()) {
    const most = width() - front.length;
    const at = Math.max(rest.lastIndexOf(' ', most - 1), rest.lastIndexOf(',', most - 1)) + 1;
    const end = at > (most * 2) / 3 ? at : most;
    lines.push(front + rest.slice(0, end).trimEnd());
    rest = rest.slice(end);
    front = `${margin}  `;
  }
  return [...lines, front + rest];
}
