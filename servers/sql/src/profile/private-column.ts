import type { TableColumn } from '../engine/table.ts';

/** Columns whose values this server never shows by itself: samples and profiles are not asked for by value. */
const PRIVATE =
  /e[-_ ]?mail|pass(?:word|wd|phrase)|secret|token|api[-_ ]?key|phone|iban|ssn|credit[-_ ]?card|card[-_ ]?number|birth/i;

/** Whether a column is masked, or its name says that it holds what people keep to themselves. */
export function isPrivate({ name, masked }: Pick<TableColumn, 'name' | 'masked'>): boolean {
  return masked === true || PRIVATE.test(name);
}
