import { ToolError } from '@ashlar/kit/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decode,
  detect,
  type Encoding,
  encode,
  type TextFormat,
  wholeCharacters,
} from '../src/text/encoding.ts';
import { countLines } from '../src/text/lines.ts';
import { isBetween, makeView, type View } from '../src/text/view.ts';

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

function viewOf(bytes: Buffer): View {
  const format = detect(bytes);
  if (!format) throw new Error('not text');
  return makeView(bytes, format);
}

describe('which encoding a file has', () => {
  const text = 'Grüße, two lines\r\nand €\n';
  it.each<[string, Buffer, TextFormat | undefined]>([
    ['nothing', Buffer.alloc(0), { encoding: 'utf-8', bom: false }],
    ['UTF-8', Buffer.from(text), { encoding: 'utf-8', bom: false }],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), { encoding: 'utf-8', bom: true }],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), { encoding: 'utf-16le', bom: true }],
    ['UTF-16 BE with a mark', utf16be(`\ufeff${text}`), { encoding: 'utf-16be', bom: true }],
    [
      'Chinese UTF-16 with a mark',
      Buffer.from('\ufeff你好世界', 'utf16le'),
      { encoding: 'utf-16le', bom: true },
    ],
    ['UTF-16 LE without a mark', Buffer.from(text, 'utf16le'), { encoding: 'utf-16le', bom: false }],
    ['UTF-16 BE without a mark', utf16be(text), { encoding: 'utf-16be', bom: false }],
    ['Latin-1', Buffer.from('Gr\xfc\xdfe', 'latin1'), { encoding: 'latin1', bom: false }],
    [
      'Windows quotes',
      Buffer.from('He said \x93yes\x94 and left.', 'latin1'),
      { encoding: 'latin1', bom: false },
    ],
    ['a log with colours', Buffer.from('\x1b[31mred\x1b[0m\n'), { encoding: 'utf-8', bom: false }],
    ['one control character', Buffer.from('\x01'), { encoding: 'utf-8', bom: false }],
    ['a zero byte', Buffer.from('text\0text'), undefined],
    ['zero bytes only', Buffer.alloc(64), undefined],
    ['control characters', Buffer.from('\x01\x02\x03\x04 abc'), undefined],
    ['numbers of 16 bits', Buffer.from(Uint16Array.from([1, 2, 3, 500, 7]).buffer), undefined],
    ['numbers of 32 bits', Buffer.from(Uint32Array.from([65, 66, 67, 68]).buffer), undefined],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]), undefined],
    ['UTF-16 cut in the middle', Buffer.from(`\ufeff${text}`, 'utf16le').subarray(0, -1), undefined],
    ['Chinese UTF-16 without a mark', Buffer.from('你好 世界\n', 'utf16le'), undefined],
    ['unpaired surrogates without a mark', Buffer.from('abcdef\n\ud800 ghijkl', 'utf16le'), undefined],
    ['Shift JIS', Buffer.from([0x82, 0xb1, 0x82, 0xf1, 0x82, 0xc9, 0x82, 0xbf, 0x82, 0xcd]), undefined],
  ])('%s', (_name, bytes, format) => {
    expect(detect(bytes)).toEqual(format);
  });

  it('judges the beginning of a file that cuts a character in two', () => {
    const bytes = Buffer.from('a€€');
    for (const cut of [2, 3, 5, 6]) {
      expect(detect(bytes.subarray(0, cut), false)).toEqual({ encoding: 'utf-8', bom: false });
      expect(detect(bytes.subarray(0, cut))?.encoding).toBe('latin1');
    }
  });
});

describe('decoding and encoding', () => {
  const character = fc
    .oneof(
      fc.integer({ min: 0, max: 0xff }),
      fc.integer({ min: 0x100, max: 0xd7ff }),
      fc.integer({ min: 0xe000, max: 0x10ffff }),
    )
    .map((code) => String.fromCodePoint(code));
  const encodings: Encoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'latin1'];

  it('gives every text back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...encodings),
        fc.boolean(),
        fc.array(character, { maxLength: 12 }).map((all) => all.join('')),
        (encoding, bom, any) => {
          const text = encoding === 'latin1' ? any.replace(/[^\0-\xff]/gu, '?') : any;
          const format = { encoding, bom: bom && encoding !== 'latin1' };
          expect(decode(encode(text, format), format)).toBe(text);
        },
      ),
    );
  });

  it('gives every byte back of whatever it takes for text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (array) => {
        const bytes = Buffer.from(array);
        const format = detect(bytes);
        if (format) expect(encode(decode(bytes, format), format).equals(bytes)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<[Encoding, string, string]>([
    ['latin1', 'fine\nsum: 5 €', 'U+20AC at line 2, column 8'],
    ['latin1', '😀', 'U+1F600 at line 1, column 1'],
    ['utf-8', 'a\ud800', 'U+D800 at line 1, column 2'],
    ['utf-16le', '😀\udc00', 'U+DC00 at line 1, column 2'],
  ])('names what does not exist in %s', (encoding, text, where) => {
    const act = () => encode(text, { encoding, bom: false });
    expect(act).toThrow(ToolError);
    expect(act).toThrow(where);
  });

  it('cuts off half a character and nothing else', () => {
    const text = 'aé€😀z';
    const bytes = Buffer.from(text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const kept = wholeCharacters(bytes.subarray(0, cut), 'utf-8').toString();
      expect(text.startsWith(kept)).toBe(true);
      expect(cut - Buffer.byteLength(kept)).toBeLessThan(4);
    }
    expect(wholeCharacters(Buffer.from('ab'), 'utf-16le').length).toBe(2);
    expect(wholeCharacters(Buffer.from('abc'), 'utf-16le').length).toBe(2);
  });
});

describe('what a model sees', () => {
  it('shows plain text as it is', () => {
    expect(viewOf(Buffer.from('a\n\tb\n'))).toMatchObject({ text: 'a\n\tb\n', raw: 'a\n\tb\n' });
  });

  it('shows every line break as LF and leaves the byte order mark out', () => {
    expect(viewOf(Buffer.from('\ufeffa\r\nb\rc\n\r\nd')).text).toBe('a\nb\nc\n\nd');
  });

  it.each([
    ['bidirectional controls', '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c'],
    ['zero width characters', '\u200b\u2060\ufeff\u180e'],
    ['invisible operators and deprecated controls', '\u2061\u2064\u206a\u206f\ufff9\ufffb'],
    ['tags', '\u{e0000}\u{e0041}\u{e007f}'],
    ['C1 controls', '\u0080\u0085\u009f'],
    ['C0 controls', '\b\f\u001b\u007f'],
  ])('shows %s as tokens', (_name, characters) => {
    for (const character of characters) {
      const { text, tokens } = viewOf(Buffer.from(`some text that is long enough ${character}.`));
      const code = (character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0');
      expect(text).toBe(`some text that is long enough ⟦U+${code}⟧.`);
      expect([...tokens]).toEqual([`⟦U+${code}⟧`]);
    }
  });

  it('leaves what scripts and emoji need', () => {
    const text = '👩‍👧 ❤️ क्‍ष نمی‌خواهم\tsoft\u00adhyphen';
    expect(viewOf(Buffer.from(text)).text).toBe(text);
    expect(viewOf(Buffer.from(text)).tokens.size).toBe(0);
  });

  it('counts lines; a final line break begins none', () => {
    expect(['', 'a', 'a\n', '\n', 'a\nb', 'a\n\n'].map(countLines)).toEqual([0, 1, 1, 1, 2, 2]);
  });

  it('does not take a token that the file itself spells out for a character', () => {
    const view = viewOf(Buffer.from('literal ⟦U+202E⟧'));
    expect(view.tokens.size).toBe(0);
    expect(view.locate(10)).toEqual({ raw: 10, byte: 12 });
  });
});

describe('the way back from the view to the bytes', () => {
  const pieces = ['a', 'é', '€', '😀', '\n', '\r\n', '\r', '\u202e', '\u{e0041}', '⟦U+202E⟧', ' '];
  const formats: TextFormat[] = [
    { encoding: 'utf-8', bom: false },
    { encoding: 'utf-8', bom: true },
    { encoding: 'utf-16le', bom: true },
    { encoding: 'utf-16be', bom: false },
  ];

  it('agrees with encoding what lies before, for any order of questions', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...formats),
        fc.array(fc.constantFrom(...pieces), { maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        (format, parts, stream) => {
          const raw = parts.join('');
          const view = makeView(encode(raw, format), format);
          const known = boundaries(raw);
          for (const number of stream.take(20)) {
            const index = number % (view.text.length + 2);
            const at = known.get(index);
            const expected = at !== undefined && {
              raw: at,
              byte: encode(raw.slice(0, at), format).length,
            };
            expect(view.locate(index) ?? false).toEqual(expected ?? false);
            if (index <= view.text.length && view.tokens.size === 0) {
              expect(isBetween(view, index)).toBe(at !== undefined);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  /** Index in the view → index in the raw text, for every place between two characters. Written the slow way. */
  function boundaries(raw: string): Map<number, number> {
    const known = new Map([[0, 0]]);
    let view = 0;
    let at = 0;
    for (const [piece] of raw.matchAll(/\r\n|[\s\S]/gu)) {
      at += piece.length;
      view += /\r/.test(piece) ? 1 : piece === '\u202e' ? 8 : piece === '\u{e0041}' ? 9 : piece.length;
      known.set(view, at);
    }
    return known;
  }

  it('knows no place inside a token', () => {
    const view = viewOf(Buffer.from('a\u202eb'));
    expect(view.text).toBe('a⟦U+202E⟧b');
    const inside = [2, 3, 4, 5, 6, 7, 8];
    expect(inside.map((index) => view.locate(index))).toEqual(inside.map(() => undefined));
    expect(inside.some((index) => isBetween(view, index))).toBe(false);
    expect([0, 1, 9, 10].every((index) => isBetween(view, index))).toBe(true);
    expect(view.locate(9)).toEqual({ raw: 2, byte: 4 });
  });
});
