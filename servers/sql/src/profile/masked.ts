/** Columns whose values this server never shows by itself: samples and profiles are not asked for by value. */
const PRIVATE =
  /e[-_ ]?mail|pass(?:word|wd|phrase)|secret|token|api[-_ ]?key|phone|iban|ssn|credit[-_ ]?card|card[-_ ]?number|birth/i;

export const MASKED = '‹masked›';

/** Whether the name of a column says that it holds what people keep to themselves. */
export function isPrivate(name: string): boolean {
  return PRIVATE.test(name);
}
