import { createHash, type Hash } from 'node:crypto';

/** Characters that are gathered before they are digested: one call a row would cost more than the rows. */
const GATHERED = 65_536;

/** Tells whether rows are the same as others, without keeping them (SHA-256, 128 bits of it). */
export class RowDigest {
  #hash: Hash | undefined;
  #gathered = '';

  /** One row as JSON, or several with commas between them: it is the same whether they come together or alone. */
  add(rows: string): void {
    this.#gathered += `${rows},`;
    if (this.#gathered.length > GATHERED) this.#flush();
  }

  /** Of all rows so far. */
  get value(): string {
    return this.#flush().copy().digest('base64url').slice(0, 22);
  }

  #flush(): Hash {
    this.#hash ??= createHash('sha256');
    this.#hash.update(this.#gathered);
    this.#gathered = '';
    return this.#hash;
  }
}
