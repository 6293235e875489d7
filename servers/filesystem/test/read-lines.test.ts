import { closeSync, fstatSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ToolError } from '@ashlar/kit/errors';
import { WHOLE_LIMIT } from '@ashlar/kit/files';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { encode, type TextFormat } from '../src/text/encoding.ts';
import { readLarge } from '../src/text/read-large.ts';
import { PAGE_BYTES, type ReadOptions, readLines } from '../src/text/read-lines.ts';
import { readWhole } from '../src/text/read-whole.ts';
import type { Lines } from '../src/text/reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'ashlar-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens a file that has these bytes, or whatever a function writes. */
async function reading<T>(
  content: Buffer | string | ((fd: number) => void),
  act: (fd: number) => T | Promise<T>,
): Promise<T> {
  const fd = openSync(join(folder, 'file'), 'w+');
  try {
    if (typeof content === 'function') content(fd);
    else writeSync(fd, Buffer.from(content));
    return await act(fd);
  } finally {
    closeSync(fd);
  }
}

const read = (content: Parameters<typeof reading>[0], options?: ReadOptions): Promise<Lines> =>
  reading(content, async (fd) => {
    const lines = await readLines(fd, fstatSync(fd), options);
    if (!lines) throw new Error('not text');
    return lines;
  });

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}\n`).join('');

describe('which lines are read', () => {
  it('reads all of a small file', async () => {
    expect(await read('a\nb\n')).toEqual({
      text: 'a\nb',
      from: 1,
      to: 2,
      total: 2,
      encoding: 'utf-8',
      version: expect.stringMatching(/^[\w-]{10}$/),
      tokensShown: false,
      finalNewline: true,
    });
  });

  it.each<[string, ReadOptions, object]>([
    ['a range', { offset: 3, limit: 2 }, { text: 'line 3\nline 4', from: 3, to: 4, next: 5, total: 9 }],
    ['from a line on', { offset: 8 }, { text: 'line 8\nline 9', from: 8, to: 9, total: 9 }],
    ['the last lines', { offset: -2 }, { text: 'line 8\nline 9', from: 8, to: 9, total: 9 }],
    ['some of the last', { offset: -3, limit: 1 }, { text: 'line 7', from: 7, to: 7, next: 8 }],
    ['more than there are', { offset: -99, limit: 1 }, { text: 'line 1', from: 1, to: 1, next: 2 }],
    ['beyond the limit', { offset: 9, limit: 50 }, { text: 'line 9', from: 9, to: 9, total: 9 }],
  ])('%s', async (_name, options, expected) => {
    const lines = await read(numbered(9), options);
    expect(lines).toMatchObject(expected);
    if (lines.to === 9) expect(lines).not.toHaveProperty('next');
  });

  it('reads an empty file', async () => {
    const empty = { text: '', from: 0, to: 0, total: 0, finalNewline: false };
    expect(await read('')).toMatchObject(empty);
    expect(await read('', { offset: -1 })).toMatchObject(empty);
  });

  it('says whether the last line shown ends with a line break', async () => {
    expect(await read('a\nb')).toMatchObject({ finalNewline: false });
    expect(await read('a\nb', { limit: 1 })).toMatchObject({ text: 'a', finalNewline: true });
    expect(await read('a\n\n')).toMatchObject({ text: 'a\n', total: 2, finalNewline: true });
  });

  it('tells encodings and tokens', async () => {
    expect(await read(Buffer.from('\xe9', 'latin1'))).toMatchObject({ text: 'é', encoding: 'latin1' });
    expect(await read('a\u202eb\nplain')).toMatchObject({ text: 'a⟦U+202E⟧b\nplain', tokensShown: true });
    expect(await read('a\u202eb\nplain', { offset: 2 })).toMatchObject({ tokensShown: false });
  });

  it('gives equal versions for equal content only', async () => {
    const version = async (text: string) => (await read(text)).version;
    expect(await version('a')).toBe(await version('a'));
    expect(await version('a')).not.toBe(await version('b'));
  });

  it('does not take other files for text', async () => {
    expect(await reading('a\0b', (fd) => readLines(fd, fstatSync(fd)))).toBeUndefined();
  });

  it.each<[string, ReadOptions, string]>([
    ['a line beyond the last', { offset: 10 }, 'The file has 9 lines'],
    ['offset 0', { offset: 0 }, '`offset`'],
    ['half a line', { offset: 1.5 }, '`offset`'],
    ['no lines', { limit: 0 }, '`limit`'],
    ['an unknown number of lines', { limit: Number.NaN }, '`limit`'],
  ])('refuses %s', async (_name, options, words) => {
    await expect(read(numbered(9), options)).rejects.toThrow(words);
    await expect(read(numbered(9), options)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('stops when cancelled', async () => {
    const signal = AbortSignal.abort();
    await expect(read('a', { signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('how much is read', () => {
  it('cuts at a line and says where to go on', async () => {
    const first = await read(numbered(5_000));
    expect(Buffer.byteLength(first.text)).toBeLessThanOrEqual(PAGE_BYTES);
    expect(first.text.endsWith(`line ${first.to}`)).toBe(true);
    expect(first).toMatchObject({ total: 5_000, next: first.to + 1 });
  });

  it('cuts a line that is too long alone, and goes on with the next', async () => {
    const long = `${'é'.repeat(50)}\nnext\n`;
    const lines = await read(long, { maxBytes: 65 });
    expect(lines).toMatchObject({
      text: 'é'.repeat(32),
      cut: { characters: 32, bytes: 100 },
      next: 2,
      total: 2,
    });
    expect(await read(long, { maxBytes: 65, offset: 2 })).toMatchObject({ text: 'next' });
  });

  it('cuts no pair and no token in two', async () => {
    for (let pad = 0; pad < 14; pad++) {
      const text = `${'x'.repeat(50 + pad)}\u202e😀${'x'.repeat(50)}`;
      const { text: shown } = await read(text, { maxBytes: 64 });
      expect(shown).toMatch(/^x+(⟦U\+202E⟧)?(😀)?x*$/u);
    }
  });

  it('pages through any file: every line once, each page within its budget', async () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/[\r\n]/g, ''));
    const property = fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 20 }),
      fc.constantFrom('', '\n'),
      fc.integer({ min: 64, max: 300 }),
      async (parts, end, maxBytes) => {
        const bytes = Buffer.from(parts.join('\n') + end);
        const whole = readWhole(bytes, { offset: 1, limit: Infinity, maxBytes: 1e6 });
        if (!whole || whole.total === 0) return;
        const pages: string[] = [];
        for (let offset: number | undefined = 1; offset !== undefined; ) {
          const page = readWhole(bytes, { offset, limit: Infinity, maxBytes }) as Lines;
          expect(page.from).toBe(offset);
          expect(Buffer.byteLength(page.text)).toBeLessThanOrEqual(maxBytes);
          pages.push(page.cut ? (whole.text.split('\n')[offset - 1] as string) : page.text);
          offset = page.next;
        }
        expect(pages.join('\n')).toBe(whole.text);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});

describe('files too large to hold', () => {
  const formats: TextFormat[] = [
    { encoding: 'utf-8', bom: false },
    { encoding: 'utf-8', bom: true },
    { encoding: 'utf-16le', bom: true },
    { encoding: 'utf-16be', bom: true },
    { encoding: 'latin1', bom: false },
  ];

  it('are read as small ones are, whatever lies at the edge of a chunk', async () => {
    const parts = ['a', 'é', 'text and more', '\n', '\r\n', '\r', '\n\n', '\u202e'];
    const property = fc.asyncProperty(
      fc.constantFrom(...formats),
      fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 30 }),
      fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: -12, max: -1 })),
      fc.integer({ min: 1, max: 12 }),
      async (format, pieces, offset, limit) => {
        const latin = format.encoding === 'latin1';
        const bytes = encode(pieces.join('').replace(/\u202e/g, latin ? '\x85' : '\u202e'), format);
        const wanted = { offset, limit, maxBytes: 64 };
        const small = attempt(() => readWhole(bytes, wanted));
        const large = await reading(bytes, (fd) =>
          readLarge(fd, wanted, undefined, 4).catch((error: ToolError) => error.message),
        );
        // All ASCII in the view of a large file may hide what comes later: its encoding is that of the page.
        compare(small, large, offset);
      },
    );
    await fc.assert(property, { numRuns: 400 });
  });

  function attempt<T>(act: () => T): T | string {
    try {
      return act();
    } catch (error) {
      return (error as ToolError).message;
    }
  }

  function compare(small: Lines | string | undefined, large: Lines | string | undefined, offset: number) {
    if (typeof small === 'string' || typeof large === 'string' || !small || !large) {
      expect(large).toEqual(small);
      return;
    }
    expect(large.text).toBe(small.text);
    expect(large.finalNewline).toBe(small.finalNewline);
    expect(large.version).toMatch(/^~[\w-]{10}$/);
    const total = small.total as number;
    const shift = large.from < 0 ? total + 1 : 0;
    if (large.from < 0) expect(offset).toBe(large.from);
    expect([large.from + shift, large.to + shift]).toEqual([small.from, small.to]);
    expect(large.next === undefined ? undefined : large.next + shift).toBe(small.next);
    if (large.total !== undefined) expect(large.total).toBe(total);
  }

  it('have the same lines where whole chunks have no line break', async () => {
    for (const offset of [1, 2, 3, -1, -2, -3]) {
      const wanted = { offset, limit: 1, maxBytes: 64 };
      const bytes = Buffer.from('aab\rtext\nend');
      const large = await reading(bytes, (fd) => readLarge(fd, wanted, undefined, 4));
      expect(large?.text).toBe(readWhole(bytes, wanted)?.text);
    }
  });

  it('are no other encoding where a page ends inside a character', async () => {
    for (let pad = 0; pad < 4; pad++) {
      const text = `${'x'.repeat(pad)}${'€\n'.repeat(400)}`;
      const lines = await reading(text, (fd) =>
        readLarge(fd, { offset: 1, limit: 9, maxBytes: 64 }, undefined),
      );
      expect(lines).toMatchObject({ encoding: 'utf-8', to: 9, next: 10 });
    }
  });

  it('hold as much as a page may have, where a character takes most bytes', async () => {
    const bytes = Buffer.from(`\ufeff${'\r\n'.repeat(400)}`, 'utf16le');
    const wanted = { offset: 1, limit: 1e3, maxBytes: 64 };
    const large = await reading(bytes, (fd) => readLarge(fd, wanted, undefined));
    expect(large?.to).toBe(readWhole(bytes, wanted)?.to);
  });

  const size = WHOLE_LIMIT + 1_000_000;
  const big = (fd: number) => {
    const lines = Buffer.from('0123456789abcdef\n'.repeat(60_000));
    for (let written = 0; written < size; ) written += writeSync(fd, lines);
  };

  it('are read from both ends and the middle', async () => {
    await reading(big, async (fd) => {
      const stat = fstatSync(fd);
      const total = stat.size / 17;
      const first = (await readLines(fd, stat, { limit: 2 })) as Lines;
      expect(first).toMatchObject({ from: 1, to: 2, next: 3 });
      expect(first).not.toHaveProperty('total');
      const tail = (await readLines(fd, stat, { offset: -2 })) as Lines;
      expect(tail).toMatchObject({ text: '0123456789abcdef\n0123456789abcdef', from: -2, to: -1 });
      expect(tail).not.toHaveProperty('next');
      const end = (await readLines(fd, stat, { offset: total - 1 })) as Lines;
      expect(end).toMatchObject({ from: total - 1, to: total, total });
      await expect(readLines(fd, stat, { offset: total + 1 })).rejects.toThrow(`${total} lines`);
      expect(new Set([first.version, tail.version, end.version]).size).toBe(1);
      writeSync(fd, Buffer.from('more'));
      expect((await readLines(fd, fstatSync(fd), { limit: 1 }))?.version).not.toBe(first.version);
    });
  });

  it('are no text where they are empty space: 3 GB answered from the first bytes', async () => {
    const sparse = (fd: number) => ftruncateSync(fd, 3 * 1024 ** 3);
    expect(await reading(sparse, (fd) => readLines(fd, fstatSync(fd)))).toBeUndefined();
  });

  it('show the beginning of a line of 300 MB, and memory stays as it is', async () => {
    const line = (fd: number) => {
      writeSync(fd, Buffer.alloc(70_000, 'x'));
      ftruncateSync(fd, 300 * 1024 ** 2);
    };
    await reading(line, async (fd) => {
      const before = process.memoryUsage().rss;
      const lines = (await readLines(fd, fstatSync(fd))) as Lines;
      expect(lines).toMatchObject({ from: 1, to: 1, cut: { characters: PAGE_BYTES } });
      await expect(readLines(fd, fstatSync(fd), { offset: 2 })).rejects.toThrow('has 1 line,');
      expect(process.memoryUsage().rss - before).toBeLessThan(50e6);
    });
  }, 30_000);

  it('are searched without holding up anything else, and not once the caller has gone', async () => {
    await reading(big, async (fd) => {
      const stat = fstatSync(fd);
      const gone = new AbortController();
      let turns = 0;
      const count = () => {
        if (++turns === 3) gone.abort();
        else setImmediate(count);
      };
      setImmediate(count);
      const act = readLines(fd, stat, { offset: 1e9, signal: gone.signal });
      await expect(act).rejects.toMatchObject({ code: 'cancelled' });
      expect(turns).toBe(3);
      await expect(readLines(fd, stat, { offset: -1e9, signal: AbortSignal.abort() })).rejects.toThrow();
    });
  });
});
