import { textAt, valueAt } from './json-path.ts';
import { condition } from './phrase.ts';
import type { Condition, Search } from './profile-lists.ts';
import type { Query } from './profile-parts.ts';
import { filled, type Values } from './template.ts';

type Name = keyof Search['conditions'];

/** What has to hold, as a question to the tracker is built. */
export class Conditions {
  readonly #search: Search;
  readonly #phrases: string[] = [];
  #query: Query = {};

  constructor(search: Search) {
    this.#search = search;
  }

  /** Whether the tracker can be asked for this. */
  has(name: Name): boolean {
    return this.#search.conditions[name] !== undefined;
  }

  /** Has to hold, where the tracker can be asked for it. */
  add(name: Name, values: Values): void {
    const template = this.#search.conditions[name];
    if (template !== undefined) this.#put(template, values);
  }

  /** One of them has to. */
  addAny(name: Name, values: readonly string[]): void {
    const template = this.#search.conditions[name];
    const { language, separator } = this.#search;
    if (template === undefined || values.length === 0) return;
    if (typeof template !== 'string' || language === undefined) {
      this.#put(template, { value: values[0] ?? '', values: values.join(separator) });
      return;
    }
    const all = values.map((value) => condition(template, { value }, language.quote));
    this.#phrases.push(all.length === 1 ? (all[0] ?? '') : `(${all.join(language.or)})`);
  }

  /** As parameters of the address. */
  get query(): Query {
    const { language } = this.#search;
    const phrase = language === undefined ? '' : this.#phrases.join(language.and);
    return language === undefined || phrase === ''
      ? this.#query
      : { ...this.#query, [language.parameter]: phrase };
  }

  #put(template: Condition, values: Values): void {
    const { language } = this.#search;
    if (typeof template === 'string') {
      if (language !== undefined) this.#phrases.push(condition(template, values, language.quote));
      return;
    }
    const put = Object.entries(template).map(([name, texts]) => [
      name,
      [texts].flat().map((text) => filled(text, values)),
    ]);
    this.#query = { ...this.#query, ...Object.fromEntries(put) };
  }
}

/** Ids that another search gave, in its order. */
export function idsIn({ items, id }: { items: string; id: string }, data: unknown): string[] {
  const found = valueAt(data, items);
  return (Array.isArray(found) ? found : []).map((one) => textAt(one, id)).filter((one) => one !== undefined);
}
