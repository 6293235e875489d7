const TAB_STOP = 4;

/** Goes along one line by columns, as blocks are measured: a tab reaches to the next multiple of four. */
export class LineCursor {
  readonly text: string;
  /** Offset of the next character. */
  at = 0;
  /** Offset behind the line, without its line break. */
  end = 0;
  /** May be ahead of `at`, when a part of a tab has been taken. */
  #column = 0;

  constructor(text: string) {
    this.text = text;
  }

  start(at: number, end: number): void {
    this.at = at;
    this.end = end;
    this.#column = 0;
  }

  /** Columns of blanks from here to the next other character. */
  indent(): number {
    let column = this.#column;
    for (let at = this.at; at < this.end; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 32) column++;
      else if (code === 9) column += TAB_STOP - (column % TAB_STOP);
      else break;
    }
    return column - this.#column;
  }

  /** Takes up to so many columns of blanks; a tab that is wider is taken in part. */
  skip(columns: number): void {
    for (let left = columns; left > 0 && this.at < this.end; ) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 9) return;
      const width = code === 32 ? 1 : TAB_STOP - (this.#column % TAB_STOP);
      if (width <= left) this.at++;
      const taken = Math.min(width, left);
      this.#column += taken;
      left -= taken;
    }
  }

  /** Takes characters that are no blanks. */
  take(characters: number): void {
    this.at += characters;
    this.#column += characters;
  }

  /** Nothing but blanks is left. */
  blank(): boolean {
    for (let at = this.at; at < this.end; at++) {
      const code = this.text.charCodeAt(at);
      if (code !== 32 && code !== 9 && code !== 12 && code !== 11 && code !== 13) return false;
    }
    return true;
  }

  /** What is left, from the next character that is no blank. */
  rest(): string {
    return this.text.slice(this.at, this.end).trim();
  }
}
