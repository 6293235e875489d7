import type { Reply } from '@ashlar/kit';

/** Bytes of text in one answer: about 4,000 tokens. */
export const ANSWER_BYTES = 15_000;

/** Text of notes, and apart from it one line in the server's own words. */
export function withTrailer(text: string, facts: readonly (string | undefined)[]): Reply {
  const trailer = { type: 'text', text: `[${facts.filter(Boolean).join(' · ')}]` } as const;
  return text === '' ? [trailer] : [{ type: 'text', text }, trailer];
}

/** Said where notes that nobody has read yet could change the answer. */
export function fillingFact(waiting: number): string | undefined {
  return waiting === 0
    ? undefined
    : `the index is still filling: ${counted(waiting, 'note')} not read yet, so this may be a part`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Lines of one answer, as many as it holds; never none. */
export class Page {
  readonly lines: string[] = [];
  #left = ANSWER_BYTES;

  /** False where the line does not fit any more, and then for all that follow. */
  add(line: string): boolean {
    const bytes = Buffer.byteLength(line) + 1;
    if (bytes > this.#left && this.lines.length > 0) {
      this.#left = 0;
      return false;
    }
    this.#left -= bytes;
    this.lines.push(line);
    return true;
  }

  get text(): string {
    return this.lines.join('\n');
  }
}
