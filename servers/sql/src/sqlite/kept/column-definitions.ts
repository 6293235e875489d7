import { wordsOf } from './sql-words.ts';

/** By the name of each column, in small letters: the names that stand in its definition, behind its own. */
export function namesInDefinitions(createTable: string): Map<string, Set<string>> {
  const definitions = new Map<string, Set<string>>();
  let depth = 0;
  let current: Set<string> | undefined;
  let begins = false;
  for (const { text, kind } of wordsOf(createTable)) {
    if (kind === 'other') {
      if (text === ')') depth -= 1;
      if ((text === '(' && depth === 0) || (text === ',' && depth === 1)) begins = true;
      if (text === '(') depth += 1;
    } else if (begins) {
      begins = false;
      current = definitions.get(text) ?? new Set();
      definitions.set(text, current);
    } else if (depth > 0) current?.add(text);
  }
  return definitions;
}
