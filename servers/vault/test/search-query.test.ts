import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { excerptOf } from '../src/search/excerpt.ts';
import { fieldsOf } from '../src/search/fields.ts';
import { openDatabase } from '../src/search/open-database.ts';
import { expressionOf, parseQuery, type Query, type Term } from '../src/search/parse-query.ts';
import { wordsOf } from '../src/search/searchable.ts';
import { Store } from '../src/search/store.ts';

const term = (text: string, prefix = false): Term => ({ words: text.split(' '), prefix });

describe('a query', () => {
  it.each([
    ['two words', [term('two'), term('words')], []],
    ['"a phrase" more', [term('a phrase'), term('more')], []],
    ['begin*', [term('begin', true)], []],
    ['"two beg"*', [term('two beg', true)], []],
    ['yes -no -"not this"', [term('yes')], [term('no'), term('not this')]],
    ['foo-bar note.md', [term('foo bar'), term('note md')], []],
    ['"never closed', [term('never closed')], []],
    ['a"b c"d', [term('a'), term('b c'), term('d')], []],
    ['--force', [term('force')], []],
    ['x*', [term('x')], []],
    ['AND OR NOT NEAR(a b)', ['and', 'or', 'not', 'near a', 'b'].map((one) => term(one)), []],
    ['title:x {a b}:y ^z', [term('title x'), term('a'), term('b y'), term('z')], []],
    ["'; DROP TABLE words; --", [term('drop'), term('table'), term('words')], []],
    ['日本 語*', [term('日 本'), term('語', true)], []],
  ])('%j', (text, all, none) => {
    const query = parseQuery(text);
    expect(query.all).toEqual(all);
    expect(query.none).toEqual(none);
  });

  it('says what it ignored, and not more than ten times', () => {
    expect(parseQuery('?? fine !! -').ignored).toEqual(['??', '!!', '-']);
    expect(parseQuery('? '.repeat(400)).ignored).toHaveLength(10);
  });

  it('is read up to 1,000 characters and 32 terms', () => {
    const query = parseQuery('word '.repeat(100_000));
    expect(query.all).toHaveLength(32);
    expect(query.ignored.at(-1)).toBe('…');
    expect(parseQuery('x'.repeat(100_000)).all[0]?.words[0]).toHaveLength(1_000);
  });
});

const WORDS = [
  'foo',
  'Bar',
  'foobar',
  'bar',
  'Ünï',
  'uni',
  '日本',
  '本',
  '語',
  '🎉',
  'x',
  'हिन्दी',
  'not',
  'σοφός',
];
const GLUE = [' ', '\n', '\0', '-', '. ', '\r\n\r\n', '#', '" ', ' -', '*', '\u200b', '', ' # '];
const text = fc
  .array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...GLUE)), { maxLength: 12 })
  .map((parts) => parts.flat().join(''));
const anyQuery = fc.oneof(
  text,
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('"', '*', '-', ' ', 'foo', 'bar', '日', '(', ')', '^', ':', '{', "'", '\0', '+'),
  }),
);

/** Looks through words one by one: what an answer has to be. */
function naively(words: readonly string[], { words: wanted, prefix }: Term): boolean {
  return words.some((_, start) =>
    wanted.every((word, at) => {
      const there = words[start + at] ?? '';
      return prefix && at === wanted.length - 1 ? there.startsWith(word) : there === word;
    }),
  );
}

function answers(name: string, body: string, { all, none }: Query): boolean {
  const parts = [wordsOf(name), wordsOf(body)];
  const has = (one: Term) => parts.some((words) => naively(words, one));
  return all.every(has) && !none.some(has);
}

describe('the index', () => {
  const opened = openDatabase(undefined, '/vault');
  if (opened === undefined) throw new Error('no SQLite');
  const store = new Store(opened.database);
  afterAll(() => store.close());
  const put = (path: string, body: string) => {
    const file = { path, size: body.length, mtimeMs: 1, ctimeMs: 1 };
    return store.put(file, 'text', fieldsOf(path, body));
  };

  it('answers every query, whatever it is, with exactly the notes that a scan finds', () => {
    let matches = 0;
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 4 }),
        fc.array(anyQuery, { maxLength: 6 }),
        (bodies, queries) => {
          const ids = bodies.map((body, at) => put(`n${at}/foo ${at}.md`, body));
          for (const written of [...queries, ...queries.map((query) => `foo ${query}`)]) {
            const query = parseQuery(written);
            if (query.all.length === 0) continue;
            const found = [...store.rank(expressionOf(query))];
            const expected = bodies.flatMap((body, at) =>
              answers(`foo ${at}`, body, query) ? [ids[at]] : [],
            );
            expect(found.sort(), written).toEqual(expected.sort());
            matches += found.length;
          }
          for (const id of ids) store.remove(id as number);
        },
      ),
      { numRuns: 400 },
    );
    expect(matches).toBeGreaterThan(300);
  });

  it('shows an excerpt of a note exactly when it answers', () => {
    fc.assert(
      fc.property(text, anyQuery, (body, written) => {
        const query = parseQuery(written);
        if (query.all.length === 0) return;
        const excerpt = excerptOf('a/foo 1.md', body, query);
        expect(excerpt !== undefined).toBe(answers('foo 1', body, query));
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes a phrase neither across headings nor from one part of a note to another', () => {
    const id = put('n/name.md', '---\naliases: [one]\ntags: [two]\n---\n# three\n\ntext #four\n\n# five\n');
    const found = (query: string) => [...store.rank(expressionOf(parseQuery(query)))].includes(id);
    expect(['one', 'two', 'three', 'four', 'five', 'name'].map(found)).not.toContain(false);
    expect(['"three five"', '"name one"', '"two four"'].map(found)).not.toContain(true);
    store.remove(id);
  });

  it('ranks a name above a heading, a heading above a tag or text', () => {
    const ids = [
      put('a.md', 'plain needle in much text that goes on and on'),
      put('b.md', '# needle\n\nand much text that goes on and on'),
      put('needle.md', 'and much text that goes on and on and on'),
    ];
    expect([...store.rank('"needle"')]).toEqual(ids.toReversed());
    for (const id of ids) store.remove(id);
  });
});
