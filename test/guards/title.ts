import type { Guard } from './guard.ts';

type Titled = Pick<Guard['test'], 'title' | 'row'>;

/** What `it.each` puts into a title. */
const PLACE = /%[sijdo#$]|\$\w+/;

/** A title as people read it: with its row, and dots for what can be anything. */
export function readable({ title, row = '…' }: Titled): string {
  return title.replace(PLACE, row).replaceAll(new RegExp(PLACE, 'g'), '…');
}

/** Fits the end of the full names of the tests that are meant, as Vitest has them. */
export function patternOf({ title, row }: Titled): string {
  const parts = title.split(PLACE).map(literal);
  const [first = '', second, ...rest] = parts;
  if (row === undefined || second === undefined) return `${parts.join('.*')}$`;
  return `${[`${first}${literal(row)}${second}`, ...rest].join('.*')}$`;
}

function literal(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
