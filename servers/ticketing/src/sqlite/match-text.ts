import { indexedWord } from '../rules/indexed-word.ts';
import { type Phrase, soughtIn } from '../rules/sought.ts';
import type { Scope } from './store.ts';

/** What the index is asked for a text that somebody looks for; undefined where that asks for nothing. Throws as `soughtIn`. */
export function matchOf({ tenant }: Scope, text: string): string | undefined {
  const sought = soughtIn(text);
  if (sought === undefined) return undefined;
  const term = ({ words, begins }: Phrase) =>
    `"${words.map((word) => indexedWord(tenant, word)).join(' ')}"${begins ? '*' : ''}`;
  const wanted = sought.wanted.map(term).join(' AND ');
  return `{title body} : (${[wanted, ...sought.unwanted.map(term)].join(' NOT ')})`;
}
