import { ToolError } from '@ashlar/kit/errors';

const NOTHING_WANTED = 'Give a word that has to occur; -word alone finds nothing.';
const PARTS = /(-?)(?:"([^"]*)"|(\S+))/g;

/** What is looked for where somebody else's search decides what a word is: each a whole word, or a phrase. */
export interface Sought {
  wanted: readonly string[];
  unwanted: readonly string[];
}

/**
 * `word`, `"a phrase"` and `-without`, as many as `most` in all. Nothing in them ends a quote from inside. Throws
 * `ToolError` (`invalid_input`) for what cannot be looked for.
 */
export function soughtIn(text: string, most = Number.POSITIVE_INFINITY): Sought {
  const [wanted, unwanted]: [string[], string[]] = [[], []];
  for (const [, minus, phrase, word = ''] of text.matchAll(PARTS)) {
    if (phrase === undefined && /[\p{L}\p{N}]\*$/u.test(word)) throw noBeginnings(word);
    const said = (phrase ?? word).replaceAll(/["\p{C}]/gu, ' ').trim();
    if (!/[\p{L}\p{N}]/u.test(said)) continue;
    (minus === '' ? wanted : unwanted).push(said);
  }
  if (wanted.length === 0) throw refused('holds no word that is looked for', NOTHING_WANTED);
  if (wanted.length + unwanted.length > most) throw refused('holds too many words', `Give ${most} at most.`);
  return { wanted, unwanted };
}

function noBeginnings(word: string): ToolError {
  return refused(
    'looks for whole words, not for beginnings',
    `Leave out the * of ${JSON.stringify(word.slice(0, 60))}.`,
  );
}

function refused(what: string, hint: string): ToolError {
  return new ToolError('invalid_input', `query: ${what}.`, { hint });
}
