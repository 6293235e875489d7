import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPACE } from '../src/walk/pieces.ts';
import type { SearchOptions } from '../src/walk/search-contract.ts';
import { inFile, linesOf, makeFolder, search } from './walk-tree.ts';

const anyBreak = fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n');

describe('an encoding', () => {
  const bom = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

  it('is UTF-8 with a byte order mark, which is no part of the first line', async () => {
    expect(await inFile('\ufeffété\n', '^été$', { regex: true })).toEqual(['1:été']);
    expect(await inFile('\ufeffété\n', 'été')).toEqual(['1:été']);
  });

  it('is UTF-16 of either order, with or without a mark', async () => {
    const text = `one\r\ntwo é 😀 two\r\n${'more\n'.repeat(50)}`;
    for (const bytes of [
      bom(text),
      swapped(bom(text)),
      bom(text).subarray(2),
      swapped(bom(text)).subarray(2),
    ]) {
      expect(await inFile(bytes, 'é 😀')).toEqual(['2:two é 😀 two']);
      expect(await inFile(bytes, '^two', { regex: true })).toEqual(['2:two é 😀 two']);
    }
  });

  it('is UTF-16 that is longer than what is in memory at a time', async () => {
    const lines = Array.from({ length: 30_000 }, (_, n) => `😀é line ${n}`);
    const found = await inFile(bom(lines.join('\r\n')), 'line 2999');
    expect(found).toEqual(
      [2_999, 29_990, 29_991, 29_992, 29_993, 29_994, 29_995, 29_996, 29_997, 29_998, 29_999].map(
        (n) => `${n + 1}:😀é line ${n}`,
      ),
    );
  });

  it('is Latin-1 in files that are not UTF-8, and in such lines of files that are', async () => {
    const latin = Buffer.from('caf\xe9 one\nna\xefve\n', 'latin1');
    const mixed = Buffer.concat([Buffer.from(`${'a'.repeat(9_000)}\ncafé two\n`), latin]);
    for (const options of [{}, { ignoreCase: true }, { regex: true }]) {
      expect(await inFile(latin, 'é', options)).toEqual(['1:café one']);
      expect(await inFile(mixed, 'fé', options)).toEqual(['2:café two', '3:café one']);
    }
  });

  it('is UTF-16 whose characters take more room in UTF-8, and lie across the borders of what is read', async () => {
    const text = `${'日本語\n'.repeat(60_000)}${'😀'.repeat(200_000)}\nHIT\n`;
    expect(await inFile(bom(text), 'HIT')).toEqual(['60002:HIT']);
    expect(await inFile(bom(text), '\ufffd')).toEqual([]);
    const { files } = await search(makeFolder({ f: bom(text) }), { query: '日本語', mode: 'count' });
    expect(files).toEqual([{ relative: 'f', count: 60_000 }]);
  });

  it('is told line by line where it is mixed, whatever comes first and last', async () => {
    const pool = ['é', 'fé', 'Ã©', 'Ã', '©', '日本', 'a', ''].flatMap((text) => [
      Buffer.from(text),
      Buffer.from(text, 'latin1'),
    ]);
    const line = fc.array(fc.constantFrom(...pool), { maxLength: 3 }).map((parts) => Buffer.concat(parts));
    const kinds = fc.constantFrom<Partial<SearchOptions>>({}, { ignoreCase: true }, { regex: true });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        fc.constantFrom('é', 'Ã', '©', '本'),
        kinds,
        async (lines, query, options) => {
          // By its beginning, the file is UTF-8.
          const head = Buffer.from('x'.repeat(9_000));
          const content = Buffer.concat([head, ...lines.flatMap((one) => [Buffer.from('\n'), one])]);
          const found = await inFile(content, query, options);
          const texts = lines.map((one) => one.toString(isUtf8(one) ? 'utf8' : 'latin1'));
          const expected = texts.flatMap((text, index) => {
            // The bytes of the query count even in a line that is not UTF-8 as a whole.
            const bytes = !('regex' in options || 'ignoreCase' in options) && lines[index]?.includes(query);
            return text.includes(query) || bytes ? [index + 2] : [];
          });
          expect(found.map((hit) => Number.parseInt(hit, 10))).toEqual(expected);
        },
      ),
    );
  });

  it('does not make UTF-8 match by its bytes in Latin-1', async () => {
    const mixed = Buffer.concat([
      Buffer.from(`${'a'.repeat(9_000)}\n日本 Ã©\né\n`),
      Buffer.from('\xe9\n', 'latin1'),
    ]);
    expect(await inFile(mixed, 'Ã©')).toEqual(['2:日本 Ã©']);
    expect(await inFile(mixed, 'é')).toEqual(['3:é', '4:é']);
    // Neither where it is cut: what is in sight of a long line may begin and end in the middle of a character.
    const long = Buffer.from(`é${'日'.repeat(200_000)}é\n`);
    expect(await inFile(Buffer.concat([long, Buffer.from('\xc3', 'latin1')]), 'Ã')).toEqual(['2:Ã']);
  });

  it('finds UTF-8 in a file that is Latin-1 by its beginning', async () => {
    const mixed = Buffer.concat([Buffer.from('\xe9\n', 'latin1'), Buffer.from('fé\n')]);
    for (const options of [{}, { regex: true }]) expect(await inFile(mixed, 'fé', options)).toHaveLength(1);
  });

  it('shows what would be invisible, as `read` does', async () => {
    expect(await inFile('a\u202eb\u0007', 'b')).toEqual(['1:a⟦U+202E⟧b⟦U+0007⟧']);
  });
});

describe('a long line', () => {
  it('is cut around the match', async () => {
    const [found] = await inFile(`${'é'.repeat(500)}HIT${'😀'.repeat(500)}`, 'HIT');
    expect(found).toBe(`1:…${'é'.repeat(100)}HIT${'😀'.repeat(48)}…`);
    expect(await inFile(`HIT${'a'.repeat(500)}`, 'HIT')).toEqual([`1:HIT${'a'.repeat(197)}…`]);
    expect(await inFile(`${'a'.repeat(197)}HIT`, 'HIT')).toEqual([`1:${'a'.repeat(197)}HIT`]);
    const [odd] = await inFile(`${'é'.repeat(1_000)}aHIT${'日'.repeat(1_000)}`, 'HIT');
    expect(odd).toBe(`1:…${'é'.repeat(99)}aHIT${'日'.repeat(97)}…`);
    const around = await search(makeFolder({ f: `${'b'.repeat(500)}\nHIT\n${'c'.repeat(500)}` }), {
      query: 'HIT',
      context: 1,
    });
    expect(around.lines[0]).toMatchObject({
      before: [`${'b'.repeat(200)}…`],
      after: [`${'c'.repeat(200)}…`],
    });
  });

  it('is searched everywhere, and told once', async () => {
    const somewhere = fc.integer({ min: 0, max: 700_000 });
    const places = fc.oneof(fc.tuple(somewhere), fc.tuple(somewhere), fc.tuple(somewhere, somewhere));
    const kinds = fc.constantFrom<Partial<SearchOptions>>({}, { ignoreCase: true }, { regex: true });
    const fillers = fc.constantFrom('a', 'é', '日');
    await fc.assert(
      fc.asyncProperty(places, kinds, fillers, async (hits, options, filler) => {
        const line = Buffer.from(filler.repeat(700_100 / Buffer.byteLength(filler)));
        for (const at of hits) line.write('HIT-É', at - (at % 6));
        const found = await inFile(Buffer.concat([line, Buffer.from('\nlast HIT-É\n')]), 'HIT-É', options);
        expect(found).toEqual([expect.stringMatching(/^1:…?[aé日HIT-]*HIT-É/), '2:last HIT-É']);
      }),
    );
  });

  it.each([false, true])(
    'is cut around a match at the end of what is in sight (regular expression: %s)',
    async (regex) => {
      const line = `${'a'.repeat(SPACE - 20)}HIT${'a'.repeat(SPACE)}`;
      expect(await inFile(line, 'HIT', { regex })).toEqual([`1:…${'a'.repeat(100)}HIT${'a'.repeat(97)}…`]);
    },
  );

  it('begins and ends where it does, not where a window does', async () => {
    const line = 'a'.repeat(900_000);
    expect(await inFile(`${line}b\n`, '^ab?$|a$|a+$', { regex: true })).toEqual([]);
    expect(await inFile(`b${line}\n`, '^a', { regex: true })).toEqual([]);
    expect(await inFile(`${line}b\n`, 'ab$', { regex: true })).toHaveLength(1);
    expect(await inFile(`b${line}\n`, '^ba', { regex: true })).toHaveLength(1);
    expect(await inFile(line, 'a$', { regex: true })).toHaveLength(1);
  });
});

describe('a file larger than what is in memory at a time', () => {
  it('is searched as a small one is', async () => {
    const widths = fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 8, maxLength: 14 });
    const hits = fc.array(fc.nat(13), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(widths, hits, anyBreak, fc.boolean(), async (lengths, marked, end, regex) => {
        const texts = lengths.map(
          (length, n) => 'é'.repeat(length / 2) + (marked.includes(n) ? `HIT${n}` : ''),
        );
        const text = texts.join(end);
        const { lines } = await search(makeFolder({ f: text }), { query: 'HIT', context: 3, regex });
        const all = linesOf(text);
        const expected = all.flatMap((line, index) => (line.includes('HIT') ? [index] : []));
        expect(lines.map(({ line }) => line - 1)).toEqual(expected);
        for (const { line, text: shown } of lines) expect(all[line - 1]).toContain(shown.replace(/^…/, ''));
      }),
      { numRuns: 25 },
    );
  });

  it('shows no line that it sees only in part, as a line around a match', async () => {
    const texts = Array.from({ length: 300 }, (_, n) => `${n}:${'x'.repeat(3_000)}`);
    const { lines } = await search(makeFolder({ f: texts.join('\n') }), { query: ':', context: 10 });
    expect(lines).toHaveLength(300);
    for (const { line, before, after } of lines) {
      const shown = [
        ...before.map((text, index) => [line - before.length + index, text]),
        ...after.map((text, index) => [line + 1 + index, text]),
      ];
      for (const [number, text] of shown)
        expect(text).toBe(`${`${Number(number) - 1}:${'x'.repeat(200)}`.slice(0, 200)}…`);
    }
  });

  it.each([false, true])(
    'shows the same lines around every match (regular expression: %s)',
    async (regex) => {
      const texts = Array.from({ length: 12_000 }, (_, n) => `HIT ${'x'.repeat(30)} ${n}`);
      const { lines } = await search(makeFolder({ f: texts.join('\n') }), {
        query: 'HIT',
        context: 10,
        regex,
      });
      expect(lines).toHaveLength(12_000);
      const wrong = lines.filter(({ line, before, after }) => {
        const around = [...before, texts[line - 1], ...after].join();
        return around !== texts.slice(Math.max(0, line - 11), line + 10).join();
      });
      expect(wrong).toEqual([]);
    },
  );

  it.each([
    ['\n', false],
    ['\n', true],
    ['\r\n', false],
    ['\r', true],
  ])(
    'keeps lines, line numbers and the lines around a match (%j, regular expression: %s)',
    async (end, regex) => {
      // So far from each other that the last lines of a piece, which are there for context only, hold a match.
      for (const every of [11, 12]) {
        const texts = Array.from({ length: 60_000 }, (_, n) => `line ${n}${n % every === 0 ? ' HIT' : ''}`);
        const { lines } = await search(makeFolder({ f: texts.join(end) }), {
          query: 'HIT',
          context: 10,
          regex,
        });
        expect(lines).toHaveLength(Math.ceil(60_000 / every));
        const wrong = lines.filter(({ line, text, before, after }) => {
          const around = [...before, text, ...after].join();
          return around !== texts.slice(Math.max(0, line - 11), line + 10).join();
        });
        expect(wrong).toEqual([]);
      }
    },
  );
});
