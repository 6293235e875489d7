import { ToolError } from '@ashlar/kit/errors';
import { WHOLE_LIMIT } from '@ashlar/kit/files';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendText } from '../src/edit/append-text.ts';
import { applyEdits, type Edit } from '../src/edit/apply-edits.ts';
import { firstOccurrence, occurrences } from '../src/edit/occurrences.ts';
import { encode, type TextFormat } from '../src/text/encoding.ts';

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** The edited text, for files that are written in UTF-8. */
const edit = (text: string, ...edits: Edit[]) => applyEdits(Buffer.from(text), edits).bytes.toString();

function refusal(bytes: Buffer | string, ...edits: Edit[]): ToolError {
  try {
    applyEdits(Buffer.from(bytes), edits);
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error('This was not refused.');
}

describe('finding the place', () => {
  it('replaces the only one', () => {
    expect(edit('one two three', { old: 'two', new: '2' })).toBe('one 2 three');
  });

  it('applies edits in order, each to what the ones before left', () => {
    expect(edit('a b', { old: 'a', new: 'b c' }, { old: 'c b', new: 'd' })).toBe('b d');
  });

  it('replaces every place with `all`, from left to right', () => {
    const result = applyEdits(Buffer.from('aaaaa a'), [{ old: 'aa', new: 'b', all: true }]);
    expect(result).toMatchObject({ bytes: Buffer.from('bba a'), changed: 2 });
  });

  it.each<[string, string, Edit, RegExp]>([
    [
      'several places',
      'x\nab\nab ab\n',
      { old: 'ab', new: 'c' },
      /stands 3 times in the file: lines 2, 3\.$/,
    ],
    ['overlapping places', 'aaa', { old: 'aa', new: 'b' }, /stands 2 times in the file: line 1\.$/],
    [
      'many places',
      'a\n'.repeat(2_000),
      { old: 'a', new: 'b' },
      /more than 1000 times in the file: lines 1, 2, .*10, among others\.$/,
    ],
    ['an empty `old`', 'a', { old: '', new: 'b' }, /`old` is empty/],
    ['no change', 'a', { old: 'a', new: 'a' }, /the same/],
    ['no change but for the line ends', 'a\nb', { old: 'a\nb', new: 'a\r\nb' }, /the same/],
  ])('refuses %s', (_name, text, change, words) => {
    const error = refusal(text, change);
    expect(error.message).toMatch(words);
    expect(error.code).toBe('invalid_input');
    expect(error.hint).toBeTruthy();
  });

  it('tells what is missing by its own code', () => {
    expect(refusal('abc', { old: 'zzz', new: 'y' }).code).toBe('conflict');
  });

  it('names the edit at fault, and applies none', () => {
    const error = refusal('a b', { old: 'a', new: 'c' }, { old: 'x', new: 'y' });
    expect(error.message).toMatch(/^Edit 2: /);
  });

  it('needs an edit', () => {
    expect(refusal('a').code).toBe('invalid_input');
  });

  it('finds all places, overlapping ones included', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 20 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(letters, pattern, (text, old) => {
        const slow: number[] = [];
        for (let at = text.indexOf(old); at >= 0; at = text.indexOf(old, at + 1)) slow.push(at);
        expect([...occurrences(text, old)]).toEqual(slow);
        expect(firstOccurrence(text, old)).toBe(text.indexOf(old));
      }),
    );
  });

  it('takes linear time: a quadratic search of this would take minutes', () => {
    const half = 'a'.repeat(32_768);
    expect(firstOccurrence('a'.repeat(4 << 20), `${half}b${half}`)).toBe(-1);
  });
});

describe('bytes that were not edited', () => {
  const change: Edit = { old: 'two', new: '2\nzwei' };
  it.each<[string, Buffer, Buffer]>([
    ['LF', Buffer.from('one\ntwo\nthree\n'), Buffer.from('one\n2\nzwei\nthree\n')],
    ['CR LF', Buffer.from('one\r\ntwo\r\nthree\r\n'), Buffer.from('one\r\n2\r\nzwei\r\nthree\r\n')],
    ['CR', Buffer.from('one\rtwo\rthree'), Buffer.from('one\r2\rzwei\rthree')],
    ['no final line break', Buffer.from('one\r\ntwo'), Buffer.from('one\r\n2\r\nzwei')],
    ['a byte order mark', Buffer.from('\ufefftwo\n'), Buffer.from('\ufeff2\nzwei\n')],
    ['Latin-1', latin1('\xe9 two \xff'), latin1('\xe9 2\nzwei \xff')],
    ['UTF-16 LE', Buffer.from('\ufeffé two\r\n', 'utf16le'), Buffer.from('\ufeffé 2\r\nzwei\r\n', 'utf16le')],
    ['UTF-16 BE', utf16be('\ufeffé two 😀'), utf16be('\ufeffé 2\nzwei 😀')],
    [
      'UTF-16 without a mark',
      Buffer.from('one two three', 'utf16le'),
      Buffer.from('one 2\nzwei three', 'utf16le'),
    ],
  ])('stay: %s', (_name, before, after) => {
    expect(applyEdits(before, [change]).bytes).toEqual(after);
  });

  it.each([
    ['a line takes its own ending', 'a\r\nb\nc\r\n', 'b', 'b\nB', 'a\r\nb\nB\nc\r\n'],
    ['each line keeps the ending it had', 'a\r\nb\nc\rd', 'a\nb\nc\nd', 'A\nB\nC\nD', 'A\r\nB\nC\rD'],
    ['context inside `old` keeps its bytes', 'a\r\nb\nc\r\nd', 'a\nb\nc\nd', 'a\nb\nc\nD', 'a\r\nb\nc\r\nD'],
    ['context beside a new line, too', 'a\r\nb\nc\r\n', 'a\nb\nc\n', 'a\nX\nb\nc\n', 'a\r\nX\nb\nc\r\n'],
    ['the last line takes the most common', 'a\nb\r\nc\r\nd', 'd', 'd\ne', 'a\nb\r\nc\r\nd\r\ne'],
    ['lines can be deleted', 'a\r\nb\r\nc\r\n', 'b\n', '', 'a\r\nc\r\n'],
    ['CR LF in an edit is no other line break', 'a\nb\n', 'a\r\nb', 'a\r\nc', 'a\nc\n'],
  ])('stay: %s', (_name, before, old, next, after) => {
    expect(edit(before, { old, new: next })).toBe(after);
  });

  it('stay with `all`, where places differ', () => {
    expect(edit('a;\r\na;\na;', { old: 'a;', new: 'b\nc', all: true })).toBe('b\r\nc\r\nb\nc\nb\nc');
  });

  it('stay, for any file and any edit: what lies before and after is as it was', () => {
    const formats: TextFormat[] = [
      { encoding: 'utf-8', bom: false },
      { encoding: 'utf-8', bom: true },
      { encoding: 'utf-16le', bom: true },
      { encoding: 'utf-16be', bom: true },
    ];
    const part = fc.constantFrom('a', 'é', '😀', '😁', '\n', '\r\n', '\r', '\u202e', '\u200b', ' b ');
    const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
    const anything = fc.tuple(fc.constantFrom(...formats), text, text, text, text);
    fc.assert(
      fc.property(anything, ([format, before, middle, after, next]) => {
        // Two halves of a CR LF would be another text.
        fc.pre(
          ![before + middle, middle + after, `|${middle}`].some(
            (t) => t.includes('\r\n') !== false && split(t),
          ),
        );
        const mark = `<${middle}>`;
        const bytes = encode(before + mark + after, format);
        const result = applyEdits(bytes, [{ old: `<${shown(middle)}>`, new: `{${shown(next)}}` }]).bytes;
        const head = encode(before, format);
        const tail = encode(after, { ...format, bom: false });
        expect(result.subarray(0, head.length)).toEqual(head);
        expect(result.subarray(result.length - tail.length)).toEqual(tail);
      }),
    );

    function split(t: string): boolean {
      return t.startsWith('\n');
    }
    function shown(raw: string): string {
      return raw.replace(/\r\n?/g, '\n').replaceAll('\u202e', '⟦U+202E⟧').replaceAll('\u200b', '⟦U+200B⟧');
    }
  });
});

describe('characters', () => {
  it('finds what is shown as a token, and turns tokens back where the file has the character', () => {
    expect(edit('a\u202eb', { old: 'a⟦U+202E⟧b', new: 'c⟦U+202E⟧d' })).toBe('c\u202ed');
    expect(edit('a\u202eb', { old: 'a\u202eb', new: 'c\u202ed' })).toBe('c\u202ed');
  });

  it('leaves tokens alone that the file spells out', () => {
    expect(edit('see ⟦U+202E⟧', { old: 'see', new: 'see ⟦U+200B⟧' })).toBe('see ⟦U+200B⟧ ⟦U+202E⟧');
  });

  it('leaves a token that the file spells out alone in context, though the file has the character', () => {
    const before = '⟦U+202E⟧ spelt, \u202e real';
    expect(edit(before, { old: '⟦U+202E⟧ spelt', new: '⟦U+202E⟧ written' })).toBe(
      '⟦U+202E⟧ written, \u202e real',
    );
  });

  it('does not match inside a token or a pair', () => {
    expect(refusal('a\u202eb', { old: '202E', new: 'x' }).code).toBe('conflict');
    expect(refusal('a\u202eb', { old: '⟦U+20', new: 'x' }).code).toBe('conflict');
    expect(refusal('😀', { old: '\ude00', new: 'x' }).code).toBe('conflict');
  });

  it('replaces a character that shares its first half with the new one', () => {
    expect(edit('a😀b', { old: '😀', new: '😁' })).toBe('a😁b');
    expect(edit('a\u{1f600}b', { old: '\u{1f600}', new: '\u{1fa00}' })).toBe('a\u{1fa00}b');
    expect(edit('a\u202e\u202d', { old: '⟦U+202E⟧', new: '⟦U+202D⟧' })).toBe('a\u202d\u202d');
  });

  it('refuses what the encoding lacks, with the place', () => {
    const error = refusal(latin1('caf\xe9'), { old: 'caf', new: 'x\n5 €' });
    expect(error.code).toBe('invalid_input');
    expect(error.message).toContain('U+20AC at line 2, column 3');
    expect(error.message).toContain('latin1');
    const later = refusal(latin1('caf\xe9'), { old: 'caf', new: 'caf €' });
    expect(later.message).toContain('line 1, column 5');
  });

  it('refuses an edit after which the file would read as something else', () => {
    expect(refusal(latin1('\xe9 x'), { old: 'é x', new: 'Ã©' }).message).toContain('latin1');
    expect(refusal('abc', { old: 'b', new: '\0' }).message).toContain('no longer read as utf-8');
    const utf16 = Buffer.from('abcd', 'utf16le');
    expect(refusal(utf16, { old: 'abcd', new: '你好世界' }).message).toContain('utf-16le');
  });

  it('lets a Latin-1 file become ASCII, also on the way to something else', () => {
    const bytes = latin1('caf\xe9');
    expect(applyEdits(bytes, [{ old: 'é', new: 'e' }]).bytes.toString()).toBe('cafe');
    const edits = [
      { old: 'é', new: 'e' },
      { old: 'e', new: 'è' },
    ];
    expect(applyEdits(bytes, edits).bytes).toEqual(latin1('caf\xe8'));
  });

  it('refuses files that are not text', () => {
    expect(refusal('a\0b', { old: 'a', new: 'b' })).toMatchObject({ code: 'invalid_input' });
  });
});

describe('sizes', () => {
  it('refuses files and results that are too large', () => {
    const large = Buffer.alloc(WHOLE_LIMIT + 1, 'a');
    expect(refusal(large, { old: 'b', new: 'c' }).code).toBe('limited');
    const grown = refusal('a'.repeat(10_000), { old: 'a', new: 'x'.repeat(1_000), all: true });
    expect(grown).toMatchObject({ code: 'limited', retryable: false });
  });

  it('refuses many edits of a large file', () => {
    const edits = Array.from({ length: 100 }, (_, i) => ({ old: `${i}`, new: 'x' }));
    expect(refusal(Buffer.alloc(2 << 20, 'a'), ...edits)).toMatchObject({
      code: 'limited',
      hint: 'Send at most 32 at a time.',
    });
  });

  it('replaces many places of one long line', () => {
    const text = 'é '.repeat(100_000);
    const { bytes, changed } = applyEdits(Buffer.from(text), [{ old: ' ', new: '\n', all: true }]);
    expect(changed).toBe(100_000);
    expect(bytes.toString()).toBe('é\n'.repeat(100_000));
  });
});

describe('appending', () => {
  it('takes the encoding and the line ends of the file', () => {
    expect(appendText(Buffer.from('a\r\n'), 'b\nc\r\n').toString()).toBe('a\r\nb\r\nc\r\n');
    expect(appendText(utf16be('\ufeffa'), 'b')).toEqual(utf16be('\ufeffab'));
    expect(appendText(Buffer.from('a\n'), 'b\r\n').toString()).toBe('a\nb\r\n');
    expect(appendText(Buffer.alloc(0), 'é').toString()).toBe('é');
  });

  it('refuses what cannot be appended', () => {
    expect(() => appendText(latin1('caf\xe9'), '€')).toThrow('U+20AC');
    expect(() => appendText(Buffer.from('a\0'), 'b')).toThrow(ToolError);
  });
});
