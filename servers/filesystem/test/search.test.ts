import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LineMatch, SearchCursor, SearchEnd } from '../src/walk/search-contract.ts';
import { failure, linesOf, makeFolder, search, stopAfter, type Tree } from './walk-tree.ts';

const brief = ({ relative, line, text }: LineMatch) => `${relative}:${line}:${text}`;

const anyBreak = fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n');
const anyLine = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '😀'), maxLength: 6 }),
  fc.constant('ab'),
);
const anyText = fc
  .array(fc.tuple(anyLine, anyBreak), { maxLength: 8 })
  .chain((lines) => anyLine.map((last) => lines.flat().join('') + last));
const anyFiles = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd/a', 'd/b'), anyText);

/** All hits in all files, the plain way. */
function naive(files: Tree, matches: (line: string) => boolean): string[] {
  return Object.keys(files)
    .sort()
    .flatMap((relative) =>
      linesOf(String(files[relative])).flatMap((text, index) =>
        matches(text) ? [`${relative}:${index + 1}:${text}`] : [],
      ),
    );
}

describe('a search', () => {
  it('finds the lines that a plain search finds', async () => {
    await fc.assert(
      fc.asyncProperty(anyFiles, fc.constantFrom('a', 'ab', 'é', '😀', ' ', 'bb'), async (files, query) => {
        const { lines, totals } = await search(makeFolder(files), { query });
        const expected = naive(files, (line) => line.includes(query));
        expect(lines.map(brief)).toEqual(expected);
        const matched = new Set(expected.map((hit) => hit.split(':')[0])).size;
        expect(totals).toEqual({ files: Object.keys(files).length, matched, lines: expected.length });
      }),
    );
  });

  it('with a regular expression finds the lines that JavaScript finds, one by one', async () => {
    const patterns = [
      '^a',
      'b$',
      '^$',
      'a.b',
      '[^a]b',
      '\\s',
      '\\ba',
      'a\\B',
      '^(a|é)+$',
      '.',
      'a{2}',
      '(?i)A',
      '\\Aa',
      'b\\z',
      '(?-m)^a$',
    ];
    const inJavaScript = (pattern: string) =>
      new RegExp(
        pattern
          .replace('\\A', '^')
          .replace('\\z', '$')
          .replace(/^\(\?.*?\)/, ''),
        pattern.includes('(?i)') ? 'iu' : 'u',
      );
    await fc.assert(
      fc.asyncProperty(anyFiles, fc.constantFrom(...patterns), async (files, query) => {
        const { lines } = await search(makeFolder(files), { query, regex: true });
        const expression = inJavaScript(query);
        expect(lines.map(brief)).toEqual(naive(files, (line) => expression.test(line)));
      }),
    );
  });

  it('comes in pages that hold every line once', async () => {
    await fc.assert(
      fc.asyncProperty(anyFiles, fc.integer({ min: 1, max: 3 }), async (files, limit) => {
        const folder = makeFolder(files);
        const found: string[] = [];
        let after: SearchCursor | undefined;
        do {
          const page = await search(folder, { query: 'a', limit, after });
          found.push(...page.lines.map(brief));
          after = page.next;
        } while (after !== undefined);
        expect(found).toEqual(naive(files, (line) => line.includes('a')));
      }),
    );
  });

  it.each(['lines', 'files', 'count'] as const)(
    'that is stopped anywhere goes on where it was (%s)',
    async (mode) => {
      await fc.assert(
        fc.asyncProperty(
          anyFiles,
          fc.integer({ min: 1, max: 9 }),
          fc.integer({ min: 1, max: 3 }),
          async (files, questions, limit) => {
            const folder = makeFolder(files);
            const found: unknown[] = [];
            let unfinished = 0;
            let after: SearchCursor | undefined;
            for (let calls = 0; ; calls++) {
              const page = await search(
                folder,
                { query: 'a', mode, limit, after },
                { stopped: stopAfter(questions + calls) },
              );
              found.push(...page.lines, ...page.files);
              unfinished += page.skipped.unfinished ?? 0;
              after = page.next;
              if (!page.stopped && !after) break;
            }
            const whole = await search(folder, { query: 'a', mode });
            // What was given up for want of time is said to be; nothing else is missing, and nothing is told twice.
            if (unfinished === 0) expect(found).toEqual([...whole.lines, ...whole.files]);
            expect([...whole.lines, ...whole.files]).toEqual(expect.arrayContaining(found));
          },
        ),
      );
    },
  );

  it.each(['lines', 'files', 'count'] as const)(
    'that is ended by force goes on where it last said it was (%s)',
    async (mode) => {
      await fc.assert(
        fc.asyncProperty(anyFiles, async (files) => {
          const folder = makeFolder(files);
          const moments: { after: SearchCursor | undefined; given: number }[] = [];
          const reached = ({ next }: SearchEnd, given: number) => moments.push({ after: next, given });
          const { lines, files: matched } = await search(folder, { query: 'a', mode }, { reached });
          const whole = [...lines, ...matched];
          const told = new Set(moments.map(({ given }) => given));
          for (const index of whole.keys()) expect(told).toContain(index + 1);
          for (const { after, given } of moments) {
            const rest = await search(folder, { query: 'a', mode, after });
            expect([...rest.lines, ...rest.files]).toEqual(whole.slice(given));
          }
        }),
        { numRuns: 50 },
      );
    },
  );

  it('shows lines around a match', async () => {
    const { lines } = await search(makeFolder({ f: '1\n2\r\n3\nhit\n5\r\n6' }), { query: 'hit', context: 2 });
    expect(lines).toEqual([{ relative: 'f', line: 4, text: 'hit', before: ['2', '3'], after: ['5', '6'] }]);
    const edges = await search(makeFolder({ f: 'hit\n2\nhit\n' }), { query: 'hit', context: 99 });
    expect(edges.lines).toMatchObject([
      { before: [], after: ['2', 'hit'] },
      { before: ['hit', '2'], after: [] },
    ]);
    const many = Array.from({ length: 99 }, (_, n) => `${n + 1}`).join('\n');
    const bounded = await search(makeFolder({ f: many }), { query: '50', context: 99 });
    expect(bounded.lines[0]).toMatchObject({ before: { length: 10 }, after: { length: 10 } });
  });

  it('tells files, or counts, where that is asked', async () => {
    const folder = makeFolder({ a: 'x\ny x\nx', 'b/c': 'x', d: 'y' });
    expect(await search(folder, { query: 'x', mode: 'files' })).toMatchObject({
      lines: [],
      files: [{ relative: 'a' }, { relative: 'b/c' }],
      totals: { files: 3, matched: 2 },
    });
    expect(await search(folder, { query: 'x', mode: 'count' })).toMatchObject({
      files: [
        { relative: 'a', count: 3 },
        { relative: 'b/c', count: 1 },
      ],
      totals: { files: 3, matched: 2, lines: 4 },
    });
    const first = await search(folder, { query: 'x', mode: 'count', limit: 1 });
    expect(first.files).toEqual([{ relative: 'a', count: 3 }]);
    expect((await search(folder, { query: 'x', mode: 'count', after: first.next })).files).toEqual([
      { relative: 'b/c', count: 1 },
    ]);
  });

  it('searches one file, also in pages, and also a root that is a file', async () => {
    const folder = makeFolder({ 'a/f': 'x1\nx2\nx3', 'a/g': 'x' });
    const page = await search(folder, { query: 'x', limit: 2 }, { relative: 'a/f' });
    expect(page).toMatchObject({ lines: [{ line: 1 }, { line: 2 }], next: { relative: 'a/f', line: 2 } });
    const rest = await search(folder, { query: 'x', after: page.next }, { relative: 'a/f' });
    expect(rest.lines.map(brief)).toEqual(['a/f:3:x3']);
    expect(
      (await search(folder, { query: 'x', after: { relative: 'a/f' } }, { relative: 'a/f' })).lines,
    ).toEqual([]);
    expect((await search(join(folder, 'a/f'), { query: 'x2' })).lines.map(brief)).toEqual([':2:x2']);
  });

  it('looks only where the glob, the ignore rules and the deny rules let it', async () => {
    const folder = makeFolder({
      'a/x.ts': 'x',
      'a/y.md': 'x',
      '.gitignore': '*.log',
      'z.log': 'x',
      '.env': 'x',
      '.git/x': 'x',
    });
    const found = async (options = {}, run = {}) =>
      (await search(folder, { query: 'x', ...options }, run)).lines.map(({ relative }) => relative);
    expect(await found()).toEqual(['a/x.ts', 'a/y.md']);
    expect(await found({ all: true })).toEqual(['a/x.ts', 'a/y.md', 'z.log']);
    expect(await found({ glob: '*.md' })).toEqual(['a/y.md']);
    expect(await found({ glob: '/y.*' }, { relative: 'a' })).toEqual(['a/y.md']);
    expect(await found({}, { rules: { deny: ['a'] } })).toEqual([]);
    for (const relative of ['.env', '.git', '.git/x']) {
      expect(await failure(() => found({}, { relative }))).toMatchObject({ code: 'forbidden' });
    }
  });

  it('passes over what is not text, and says so', async () => {
    const folder = makeFolder({ a: 'x', b: Buffer.from('x\0x'), c: '', 'd/': '' });
    symlinkSync('a', join(folder, 'link'));
    const { lines, skipped, totals } = await search(folder, { query: 'x' });
    expect(lines.map(brief)).toEqual(['a:1:x']);
    expect(skipped).toEqual({ binary: 1, link: 1 });
    expect(totals.files).toBe(2);
  });

  it.skipIf(process.platform !== 'linux')('leaves no descriptor open, however it ends (Linux)', async () => {
    const folder = makeFolder({ 'a/1': 'x\nx', 'a/2': 'x\nx', b: Buffer.from('\0') });
    const before = readdirSync('/proc/self/fd').length;
    await search(folder, { query: 'x' });
    await search(folder, { query: 'x', limit: 1 });
    await search(folder, { query: 'x', mode: 'files' });
    await search(folder, { query: 'x' }, { relative: 'b' });
    for (let n = 1; n < 12; n++) await search(folder, { query: 'x' }, { stopped: stopAfter(n) });
    await failure(() => search(folder, { query: '(', regex: true }, { relative: 'b' }));
    await failure(() => search(folder, { query: 'x', after: { relative: 'b' } }, { relative: 'a' }));
    expect(readdirSync('/proc/self/fd')).toHaveLength(before);
  });

  it('keeps to its bytes, but for a first entry', async () => {
    const folder = makeFolder({ f: `${'x'.repeat(150)}\n`.repeat(9) });
    expect((await search(folder, { query: 'x', maxBytes: 1 })).lines).toHaveLength(1);
    const page = await search(folder, { query: 'x', context: 2, maxBytes: 2_000 });
    expect(page.lines.length).toBeGreaterThan(1);
    expect(
      Buffer.byteLength(
        page.lines.flatMap(({ text, before, after }) => [text, ...before, ...after]).join(''),
      ),
    ).toBeLessThan(2_000);
    expect(page.next).toEqual({ relative: 'f', line: page.lines.length });
  });

  it('refuses a cursor of another folder', async () => {
    const folder = makeFolder({ 'a/f': 'x', 'b/f': 'x' });
    for (const [relative, after] of [
      ['a', 'b/f'],
      ['a/f', 'b/f'],
    ] as const) {
      expect(
        await failure(() => search(folder, { query: 'x', after: { relative: after } }, { relative })),
      ).toMatchObject({ code: 'invalid_input' });
    }
  });
});
