import { decodeFrame, type Frame, frameLength, PREFIX } from './frames.ts';

/** A frame that comes in pieces, and the next one once it is there. */
export class IncomingFrame {
  readonly #longest: number;
  #pieces: Buffer[] = [];
  #length = 0;

  /** `longest` is how many bytes one may have. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /**
   * The frame, where this piece is its end. Throws `RangeError` where it is longer than it may be, or where more comes
   * than it: nobody sends two at once.
   */
  add(piece: Buffer): Frame | undefined {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length < PREFIX) return undefined;
    const [first = piece] = this.#pieces;
    const length = frameLength(first.length < PREFIX ? this.#together() : first);
    if (length > this.#longest || this.#length > length) throw new RangeError('no frame');
    if (this.#length < length) return undefined;
    const frame = decodeFrame(this.#together());
    this.#pieces = [];
    this.#length = 0;
    return frame;
  }

  #together(): Buffer {
    const [first, ...others] = this.#pieces;
    const all =
      first !== undefined && others.length === 0 ? first : Buffer.concat(this.#pieces, this.#length);
    this.#pieces = [all];
    return all;
  }
}
