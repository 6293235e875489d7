import type { NamedPlace } from '../statement/named-values.ts';
import { lex } from './lex.ts';

/**
 * Every `:name` of a statement, as the lexer cuts it: never one in a string, a quoted name or a comment. Where it stands
 * a bare colon means nothing to MySQL, so nothing that it would take is changed.
 */
export function namedPlaces(sql: string): NamedPlace[] {
  const tokens = lex(sql);
  return tokens.flatMap((token, at) => {
    const next = tokens[at + 1];
    const name = next?.kind === 'word' && /^[A-Za-z_]\w*$/.test(next.written) ? next.written : undefined;
    if (token.text !== ':' || next?.at !== token.at + 1 || name === undefined) return [];
    return [{ start: token.at, end: next.at + name.length, name }];
  });
}
