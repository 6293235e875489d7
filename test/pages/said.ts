/** What in a page stands for anything, of a line or of some lines. */
const ANYTHING = '…';

/** Whether an output has these lines, one below the other. */
export function says(output: string, expected: string): boolean {
  return new RegExp(`^${linesOf(expected)}`, 'm').test(`${output.replaceAll('\r', '')}\n`);
}

/** Whether it has these lines, and no others. */
export function saysOnly(output: string, expected: string): boolean {
  return new RegExp(`^${linesOf(expected)}$`).test(`${output.replaceAll('\r', '')}\n`);
}

function linesOf(expected: string): string {
  return expected.trimEnd().split('\n').map(patternOf).join('');
}

function patternOf(line: string): string {
  if (line.trim() === ANYTHING) return '(?:.*\\n)*?';
  const parts = line.trimEnd().split(ANYTHING);
  return `${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}[ \\t]*\\n`;
}
