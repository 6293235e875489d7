import { createHash } from 'node:crypto';

/** Characters that are gathered before they are digested: one call a row would cost more than the rows. */
const GATHERED = 65_536;

/** Tells whether rows are the same as others, without keeping them (SHA-256, 128 bits of it). */
export class RowDigest {
  readonly #hash = createHash('sha256');
  #gathered = '';

  add(row: string): void {
    this.#gathered += `${row}\n`;
    if (this.#gathered.length > GATHERED) this.#flush();
  }

  /** Of all rows so far. */
  get value(): string {
    this.#flush();
    return this.#hash.copy().digest('base64url').slice(0, 22);
  }

  #flush(): void {
    this.#hash.update(this.#gathered);
    this.#gathered = '';
  }
}
