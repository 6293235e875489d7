/** The words of a command, read from left to right. */
export class Words {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  /** The next word, undefined at the end; it is not taken. */
  get next(): string | undefined {
    return this.#words[this.#at];
  }

  /** Whether a flag comes next. */
  get isFlag(): boolean {
    return this.next?.startsWith('-') === true;
  }

  take(): string | undefined {
    const word = this.next;
    this.#at += 1;
    return word;
  }

  /** What has not been taken: for the server, and none of the launcher's business. */
  rest(): readonly string[] {
    return this.#words.slice(this.#at);
  }
}
