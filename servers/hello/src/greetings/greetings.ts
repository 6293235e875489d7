import { ToolError } from '@ashlar/kit/errors';
import { nearest } from '@ashlar/kit/near';

/** By the name of a language, a greeting in which `{name}` is who is greeted. */
export type Words = Readonly<Record<string, string>>;

/** What is there as long as the server runs; a database would be opened here, and closed at the end. */
export function openGreetings({ words }: { words: Words }): { greetings: Greetings; close(): void } {
  return { greetings: new Greetings(words), close() {} };
}

/** The domain: it knows nothing of MCP, and of the kit only the words in which failures are told. */
export class Greetings {
  readonly #words: ReadonlyMap<string, string>;

  constructor(words: Words) {
    this.#words = new Map(Object.entries(words));
  }

  get languages(): string[] {
    return [...this.#words.keys()];
  }

  /** Default: the first language. Throws `ToolError` (`not_found`) with the language that was meant. */
  of(language: string | undefined): string {
    const [first = ''] = this.#words.keys();
    const words = this.#words.get(language ?? first);
    if (words !== undefined) return words;
    const [meant] = nearest(language ?? '', this.languages, 1);
    throw new ToolError('not_found', `language: there is no ${JSON.stringify(language)}.`, {
      hint: meant === undefined ? `There are: ${this.languages.join(', ')}.` : `Did you mean ${meant}?`,
    });
  }

  greet(name: string, language: string | undefined): string {
    return this.of(language).replaceAll('{name}', () => name);
  }
}
