import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Piece, pieces, SPACE } from '../src/walk/pieces.ts';
import { MAX_QUERY } from '../src/walk/query.ts';

/** A piece as it was when it was there: its bytes are overwritten by the next. */
type Kept = Piece & { bytes: Buffer };

/** Cuts bytes that are handed out in portions. */
function cut(content: Buffer, context: number, portion = SPACE): Kept[] {
  let position = 0;
  const read = (into: Buffer) => {
    const count = content.copy(into, 0, position, position + Math.min(into.length, portion));
    position += count;
    return count;
  };
  return Array.from(pieces(read, Buffer.alloc(SPACE), context), (piece) => ({
    ...piece,
    bytes: Buffer.from(piece.bytes),
  }));
}

const countBreaks = (bytes: Buffer) => bytes.toString('latin1').split('\n').length - 1;
const isLineStart = (bytes: Buffer, at: number) => at === 0 || bytes[at - 1] === 10;

const anyLine = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: 20_000 }),
  fc.integer({ min: 60_000, max: 300_000 }),
);
const anyContent = fc
  .tuple(
    fc.array(anyLine, { minLength: 1, maxLength: 12 }),
    fc.constantFrom('a', 'é', '日', '😀'),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.integer({ min: 1, max: 40 }),
  )
  .map(([widths, char, end, times]) =>
    Buffer.from(
      widths
        .map((width) => `x${char.repeat(width / char.length)}${end}`.repeat(width < 300 ? times : 1))
        .join(''),
    ),
  );

describe('pieces of a file', () => {
  it('are the file, in order, with room to see around them', () => {
    fc.assert(
      fc.property(
        anyContent,
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 2 }),
        (content, context, portions) => {
          const found = cut(content, context, Math.ceil(SPACE / portions) + 1);
          // A lone CR is a line break like any other; nothing else is changed.
          const expected = Buffer.from(content.toString().replace(/\r(?!\n)/g, '\n'));
          expect(
            Buffer.concat(found.map(({ bytes, from, to }) => bytes.subarray(from, to))).equals(expected),
          ).toBe(true);
          expect(found.map(({ last }) => last)).toEqual(found.map((_, index) => index === found.length - 1));
          let position = 0;
          for (const { bytes, from, to, line, last } of found) {
            expect(line).toBe(1 + countBreaks(expected.subarray(0, position)));
            expect(from === 0 || from >= 4 * MAX_QUERY).toBe(true);
            if (!last && !isLineStart(bytes, to)) {
              // In the middle of a line: of a long one, between two characters, and any query fits in what is ahead.
              expect(bytes.subarray(to).includes(10)).toBe(false);
              expect((bytes[to] ?? 0) & 0xc0).not.toBe(0x80);
              expect(bytes.length - to).toBeGreaterThan(4 * MAX_QUERY);
            }
            position += to - from;
          }
        },
      ),
    );
  });

  it('end where there are lines of context left, as long as those are short', () => {
    const content = Buffer.from('0123456789\n'.repeat(60_000));
    for (const context of [0, 1, 10]) {
      for (const { bytes, from, to, last } of cut(content, context)) {
        expect(isLineStart(bytes, from)).toBe(true);
        if (!last) expect(countBreaks(bytes.subarray(to))).toBe(context);
        if (from > 0) expect(countBreaks(bytes.subarray(0, from))).toBeGreaterThan(10);
      }
    }
  });

  it('join no CR to what is not there yet', () => {
    for (const portion of [1, 2, 3]) {
      const [piece] = cut(Buffer.from('a\rb\r\nc\r\r\nd\r'), 0, portion);
      expect(piece?.bytes.toString()).toBe('a\nb\r\nc\n\r\nd\n');
    }
    const [first] = cut(Buffer.from(`${'x'.repeat(SPACE - 1)}\ry`), 0);
    expect(first?.bytes.at(-1)).toBe(13);
    expect(
      cut(Buffer.from(`${'x'.repeat(SPACE - 1)}\ry`), 0)
        .at(-1)
        ?.bytes.subarray(-2)
        .toString(),
    ).toBe('\ny');
  });

  it('are one, where there is nothing', () => {
    expect(cut(Buffer.alloc(0), 3)).toMatchObject([{ from: 0, to: 0, line: 1, last: true }]);
  });
});
