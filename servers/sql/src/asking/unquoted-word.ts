import { shownName } from '../catalog/written-name.ts';
import type { EngineKind } from '../engine/engine.ts';
import type { Table } from '../engine/table.ts';

/** How the databases say at which word they could not read on. MySQL gives all that follows. */
const SAYINGS: readonly RegExp[] = [
  /near "([^"\n]{1,200})": syntax error/,
  /syntax error at or near "([^"\n]{1,200})"/,
  /You have an error in your SQL syntax[^\n]* near '"?([\p{L}\p{N}_]{1,200})/u,
];
const MOST = 3;

/** The word at which a database could not read on; undefined where it says something else. */
export function unquotedWord(saying: string): string | undefined {
  for (const pattern of SAYINGS) {
    const word = pattern.exec(saying)?.[1];
    if (word !== undefined) return word;
  }
  return undefined;
}

/** Says how names are written that have this word, and are names only in quotes; undefined where there are none. */
export function namesWithWord(word: string, tables: readonly Table[], kind: EngineKind): string | undefined {
  const names = new Set(
    tables.flatMap(({ name, columns }) => [name, ...columns.map((column) => column.name)]),
  );
  const written = [...names]
    .filter((name) => wordsOf(name).includes(word.toLowerCase()))
    .map((name) => [name, shownName(name, kind)] as const)
    .filter(([name, shown]) => name !== shown)
    .map(([, shown]) => shown);
  return written.length === 0 ? undefined : `As a name, write ${written.slice(0, MOST).join(' or ')}.`;
}

function wordsOf(name: string): string[] {
  return [name.toLowerCase(), ...name.toLowerCase().split(/[^\p{L}\p{N}_]+/u)];
}
