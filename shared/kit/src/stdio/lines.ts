const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines, none of which takes more than `maxBytes` of memory. */
export class Lines {
  readonly #maxBytes: number;
  readonly #take: (line: string | undefined) => void;
  #chunks: Buffer[] = [];
  #length = 0;

  /** Each line goes to `take`, without its newline; undefined stands for one that is too long. */
  constructor(maxBytes: number, take: (line: string | undefined) => void) {
    this.#maxBytes = maxBytes;
    this.#take = take;
  }

  add(chunk: Buffer): void {
    let rest = chunk;
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      this.#keep(rest.subarray(0, end));
      this.#end();
      rest = rest.subarray(end + 1);
    }
    this.#keep(rest);
  }

  /** Past the bound it only remembers that the line is too long. */
  #keep(bytes: Buffer): void {
    this.#length += bytes.length;
    if (this.#length > this.#maxBytes) this.#chunks = [];
    else if (bytes.length > 0) this.#chunks.push(bytes);
  }

  #end(): void {
    const line = this.#length > this.#maxBytes ? undefined : Buffer.concat(this.#chunks).toString('utf8');
    this.#chunks = [];
    this.#length = 0;
    this.#take(line);
  }
}
