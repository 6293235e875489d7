import type { Change } from '../tracker/change.ts';

/** Of a name as somebody writes it, the one that is in use. */
export type Spelling = (name: string) => string;

/** Labels of a change whose spelling has to be known, each once. */
export function labelsIn({ addLabels = [], removeLabels = [] }: Pick<Change, 'addLabels' | 'removeLabels'>) {
  return [...new Set([...removeLabels, ...addLabels])];
}
