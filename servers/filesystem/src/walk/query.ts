import { ToolError } from '@ashlar/kit/errors';
import { foldingMatcher } from './fold-matcher.ts';
import { byLines } from './line-matcher.ts';
import { literalMatcher } from './literal-matcher.ts';
import type { Matcher } from './matcher.ts';

export interface Query {
  query: string;
  /** An RE2 regular expression instead of the text itself. */
  regex?: boolean | undefined;
  ignoreCase?: boolean | undefined;
}

/** Characters of a query. */
export const MAX_QUERY = 1_000;

/**
 * Throws `ToolError` (invalid_input) for a query that is empty, longer than 1,000 characters, more than a line, or
 * a regular expression that RE2 does not have.
 */
export async function createMatcher({ query, regex = false, ignoreCase = false }: Query): Promise<Matcher> {
  if (query === '') throw bad('The query is empty.', 'Say what to look for.');
  if (query.length > MAX_QUERY) {
    throw bad(`A query has at most ${MAX_QUERY} characters.`, 'Search for a shorter part of it.');
  }
  if (/[\r\n]/.test(query)) {
    const hint = 'Search for one of the lines, with context to see those around it.';
    throw bad('The query has a line break in it, and lines are searched one by one.', hint);
  }
  // Most searches are literal: only the others pay for loading the engine.
  if (regex) return byLines((await import('./regex-matcher.ts')).regexMatcher(query, ignoreCase));
  return ignoreCase ? byLines(foldingMatcher(query)) : literalMatcher(query);
}

const bad = (message: string, hint: string) => new ToolError('invalid_input', message, { hint });
