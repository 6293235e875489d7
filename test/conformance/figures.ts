import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { covers, EXCEPTIONS } from './exceptions.ts';
import { type Run, titleOf } from './run.ts';
import type { Check } from './suite.ts';

/** How many checks a run passes, of those that apply to it, as the suite counts them. */
export interface Figure {
  passed: number;
  made: number;
}

export const FIGURES_FILE = join(import.meta.dirname, 'figures.json');

/** The figures that the documents give. `npm run conformance -- --write` writes what it has measured. */
export function committedFigures(): Readonly<Record<string, Figure>> {
  return JSON.parse(readFileSync(FIGURES_FILE, 'utf8')) as Record<string, Figure>;
}

/** Without the checks of what only the fixture has. */
export function figureOf(run: Run, checks: readonly Check[]): Figure {
  const ofFixture = EXCEPTIONS.filter((exception) => exception.ofFixture && covers(exception.of, run));
  const left = new Set(ofFixture.flatMap(({ checks: names }) => names));
  const counted = checks.filter(({ name }) => !left.has(name));
  const sum = (key: 'passed' | 'made') => counted.reduce((total, check) => total + check[key], 0);
  return { passed: sum('passed'), made: sum('made') };
}

/** `150 of 150` */
export function figureText(run: Run): string {
  const { passed, made } = committedFigures()[titleOf(run)] ?? { passed: 0, made: 0 };
  return `${passed} of ${made}`;
}
