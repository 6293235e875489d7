import { readSync, writeSync } from 'node:fs';
import { decodeFrame, encodeFrame, type Frame, frameLength, PREFIX } from './frames.ts';

/** Where a child has it, behind its standard streams. */
export const ORDERS_PIPE = 3;

/** Bytes that are read at once: most orders are shorter. */
const USUAL = 65_536;

/**
 * A child's end of the pipe through which orders come and answers go. It waits for an order without its event loop,
 * which takes longer to wake up than most questions take; nothing else happens in a child that has no order.
 */
export class OrdersPipe {
  readonly #usual = Buffer.allocUnsafeSlow(USUAL);

  /** The next order; undefined where nobody is left to give one. */
  next(): Frame | undefined {
    const start = this.#fill(this.#usual, 0, PREFIX);
    if (start < PREFIX) return undefined;
    const length = frameLength(this.#usual);
    const bytes = length <= USUAL ? this.#usual : Buffer.concat([this.#usual.subarray(0, start)], length);
    return this.#fill(bytes, start, length) < length ? undefined : decodeFrame(bytes.subarray(0, length));
  }

  /** All of it, also where the system takes only a part at once. */
  answer(frame: Frame): void {
    const bytes = encodeFrame(frame);
    for (let sent = 0; sent < bytes.length; ) sent += writeSync(ORDERS_PIPE, bytes, sent);
  }

  /** Reads until there are as many bytes as that, or no more; gives how many there are. */
  #fill(bytes: Buffer, from: number, wanted: number): number {
    let filled = from;
    while (filled < wanted) {
      const read = readSync(ORDERS_PIPE, bytes, filled, bytes.length - filled, null);
      if (read === 0) break;
      filled += read;
    }
    return filled;
  }
}
