import { wordsOf } from './sql-words.ts';

/** By function, in small letters: how many values it is given at most. */
export type Arities = ReadonlyMap<string, number>;

/** Of every function in some SQL. A compiled call of a function that takes any number does not say how many it takes. */
export function aritiesIn(sql: string): Arities {
  const found = new Map<string, number>();
  const open: { name: string | undefined; values: number }[] = [];
  let before: string | undefined;
  for (const { text, kind } of wordsOf(sql)) {
    if (kind !== 'other') before = text;
    else {
      if (text === '(') open.push({ name: before, values: 1 });
      if (text === ',') (open.at(-1) ?? { values: 0 }).values += 1;
      if (text === ')') {
        const { name, values } = open.pop() ?? { name: undefined, values: 0 };
        if (name !== undefined) found.set(name, Math.max(values, found.get(name) ?? 0));
      }
      before = undefined;
    }
  }
  return found;
}

/** Of two pieces of SQL. */
export function joinedArities(a: Arities, b: Arities): Arities {
  const both = new Map(a);
  for (const [name, values] of b) both.set(name, Math.max(values, both.get(name) ?? 0));
  return both;
}
