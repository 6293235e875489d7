import { ToolError } from '@ashlar/kit/errors';
import { soughtIn } from '../remote/sought.ts';
import type { Query } from '../tracker/query.ts';
import type { Repository } from './repository.ts';

/** Characters that GitHub takes of what is looked for, without the qualifiers. */
const MOST_CHARACTERS = 256;
/** `NOT`s of one question. */
const MOST_WITHOUT = 5;

/**
 * What GitHub is asked for `word`, `"a phrase"` and `-without`, and the other conditions of a query. All that was typed
 * stands between quotes, where `repo:other/one` is a word like any other. Throws `ToolError` (`invalid_input`) for what
 * GitHub cannot look for.
 */
export function searchText(
  { owner, name }: Repository,
  query: Query,
  state: 'open' | 'closed' | 'all',
): string {
  const { labels = [], assignee, ready = false, updatedSince } = query;
  return [
    ...wordsIn(query.text ?? ''),
    ...['in:title,body', 'is:issue', `repo:${owner}/${name}`],
    ...(state === 'all' ? [] : [`state:${state}`]),
    ...labels.map((label) => `label:${between(label)}`),
    ...(assignee === undefined ? [] : [`assignee:${between(assignee)}`]),
    ...(ready ? ['no:assignee'] : []),
    ...(updatedSince === undefined
      ? []
      : [`updated:>=${new Date(updatedSince).toISOString().slice(0, 19)}Z`]),
  ].join(' ');
}

function wordsIn(text: string): string[] {
  const { wanted, unwanted } = soughtIn(text);
  const all = [...wanted.map(between), ...unwanted.map((one) => `NOT ${between(one)}`)];
  if (all.join(' ').length > MOST_CHARACTERS || unwanted.length > MOST_WITHOUT) throw tooLong();
  return all;
}

/** Nothing ends the quotes from inside. */
function between(text: string): string {
  return `"${text.replaceAll(/["\\\p{C}]/gu, ' ').trim()}"`;
}

function tooLong(): ToolError {
  return new ToolError(
    'invalid_input',
    `query: GitHub takes ${MOST_CHARACTERS} characters and ${MOST_WITHOUT} words that must not occur.`,
    { hint: 'Ask for fewer words.' },
  );
}
