import { ToolError } from '@ashlar/kit/errors';

const PARTS = /(-?)(?:"([^"]*)"|(\S+))/g;
/** Words of one question. */
const MOST = 12;

/** What is looked for: each a word or a phrase. */
export interface Sought {
  wanted: readonly string[];
  unwanted: readonly string[];
}

/** `word`, `"a phrase"` and `-without`. Throws `ToolError` (`invalid_input`) for what cannot be looked for. */
export function soughtIn(text: string): Sought {
  const [wanted, unwanted]: [string[], string[]] = [[], []];
  for (const [, minus, phrase, word = ''] of text.matchAll(PARTS)) {
    if (phrase === undefined && /[\p{L}\p{N}]\*$/u.test(word)) throw noBeginnings(word);
    const said = (phrase ?? word).replaceAll(/["\p{C}]/gu, ' ').trim();
    if (!/[\p{L}\p{N}]/u.test(said)) continue;
    (minus === '' ? wanted : unwanted).push(said);
  }
  if (wanted.length === 0)
    throw refused('holds no word that is looked for', 'Give a word that has to occur.');
  if (wanted.length + unwanted.length > MOST) throw refused('holds too many words', `Give ${MOST} at most.`);
  return { wanted, unwanted };
}

/** For a search that takes words as people type them. Nothing ends the quotes of a phrase from inside. */
export function typed(words: readonly string[]): string {
  return words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' ');
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
