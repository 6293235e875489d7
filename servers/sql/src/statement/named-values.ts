import { ToolError } from '@ashlar/kit/errors';
import type { Parameter } from '../engine/engine.ts';

/** A `:name` in a statement, by its place in it (UTF-16 units; `end` is behind the name). */
export interface NamedPlace {
  start: number;
  end: number;
  name: string;
}

/**
 * The statement with a placeholder by position for every `:name`, and the values in that order. `write` gives the
 * placeholder of the nth value, counted from 1; where `again` is false a name that occurs twice is given twice.
 * Throws `ToolError` (`invalid_input`) for a name without a value and a value without its name.
 */
export function byPosition(
  sql: string,
  places: readonly NamedPlace[],
  values: Readonly<Record<string, Parameter>>,
  { write, again }: { write(at: number): string; again: boolean },
): { sql: string; params: Parameter[] } {
  const order: string[] = [];
  let text = '';
  let from = 0;
  for (const { start, end, name } of places) {
    if (!Object.hasOwn(values, name)) throw wrongValues(`there is no value for :${name}`);
    if (!again || !order.includes(name)) order.push(name);
    text += sql.slice(from, start) + write(again ? order.indexOf(name) + 1 : order.length);
    from = end;
  }
  const unused = Object.keys(values).find((name) => !order.includes(name));
  if (unused !== undefined) throw wrongValues('a value is given that no :name in sql asks for');
  return { sql: text + sql.slice(from), params: order.map((name) => values[name] as Parameter) };
}

/** What is wrong with the values of a question, and how they are given. */
export function wrongValues(what: string): ToolError {
  return new ToolError('invalid_input', `params: ${what}.`, {
    hint: 'Write :name in sql for each value, or placeholders by position and a list.',
  });
}
