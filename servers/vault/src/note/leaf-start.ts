/** A run of the fence's character that is not shorter closes it. */
export interface Fence {
  character: string;
  length: number;
}

/** The fence that a line opens (blanks before it taken off): backticks may not stand behind backticks. */
export function fenceStart(line: string): Fence | undefined {
  const run = /^(?:`{3,}|~{3,})/.exec(line)?.[0];
  if (run === undefined) return undefined;
  const character = run.charAt(0);
  return character === '`' && line.includes('`', run.length) ? undefined : { character, length: run.length };
}

export function closesFence(line: string, { character, length }: Fence): boolean {
  if (line.length < length) return false;
  for (const each of line) if (each !== character) return false;
  return true;
}

/** Three or more of one of `*`, `-`, `_`, blanks between them or not. */
export function isRule(line: string): boolean {
  const mark = line.charAt(0);
  if (mark !== '*' && mark !== '-' && mark !== '_') return false;
  let marks = 0;
  for (const each of line) {
    if (each === mark) marks++;
    else if (each !== ' ' && each !== '\t') return false;
  }
  return marks >= 3;
}

/** The level of the heading that this line makes of the paragraph above it; 0 where it does not. */
export function underlineLevel(line: string): number {
  const mark = line.charAt(0);
  if (mark !== '=' && mark !== '-') return 0;
  for (const each of line) if (each !== mark) return 0;
  return mark === '=' ? 1 : 2;
}

/** The level of a heading with `#` marks (blanks around the line taken off); 0 where it is none. */
export function headingLevel(line: string): number {
  let level = 0;
  while (line.charAt(level) === '#') level++;
  const next = line.charAt(level);
  return level <= 6 && (next === '' || next === ' ' || next === '\t') ? level : 0;
}

/** The text of such a heading: marks at its end belong to it only where no blank stands before them. */
export function headingText(line: string, level: number): string {
  const text = line.slice(level).trim();
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === '#') end--;
  if (end === 0) return '';
  const before = text.charAt(end - 1);
  return before === ' ' || before === '\t' ? text.slice(0, end).trimEnd() : text;
}

const DELIMITER = /^\s*:?-+:?\s*$/;

/** Whether a row under this one makes a table of both: as many cells, and dashes in each. */
export function startsTable(header: string, delimiter: string): boolean {
  if (!delimiter.includes('-') || !(header.includes('|') || delimiter.includes('|'))) return false;
  const cells = cellsOf(delimiter);
  return cells.every((cell) => DELIMITER.test(cell)) && cells.length === cellsOf(header).length;
}

function cellsOf(row: string): string[] {
  const cells = row.trim().split(/(?<!\\)\|/);
  if (cells.length > 1 && cells[0] === '') cells.shift();
  if (cells.length > 1 && cells.at(-1)?.trim() === '') cells.pop();
  return cells;
}

/** Begins nothing but text: no letter is a mark of any block. */
export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code > 0xff;
}
