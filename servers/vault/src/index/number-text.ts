const UNIT = 0x1_0000;

/**
 * Numbers from 0 to 2^32 in the units of a text, which V8 keeps in two bytes each (four where one of them needs it)
 * and one object in all: a typed array for each of a hundred thousand notes costs more than what is in it.
 */
export class NumberText {
  readonly #text: string;
  readonly #wide: boolean;

  constructor(numbers: readonly number[]) {
    this.#wide = numbers.some((number) => number >= UNIT);
    const units = this.#wide
      ? numbers.flatMap((number) => [number % UNIT, Math.floor(number / UNIT)])
      : numbers;
    this.#text = Buffer.from(Uint16Array.from(units).buffer).toString('utf16le');
  }

  at(place: number): number {
    if (!this.#wide) return this.#text.charCodeAt(place);
    return this.#text.charCodeAt(2 * place) + UNIT * this.#text.charCodeAt(2 * place + 1);
  }
}
