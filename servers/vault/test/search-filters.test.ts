import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseFile } from '../src/note/parse-file.ts';
import { readYaml } from '../src/note/yaml-properties.ts';
import { fieldsOf } from '../src/search/fields.ts';
import { type Filters, filterWords, wantedWords } from '../src/search/filters.ts';
import { openDatabase } from '../src/search/open-database.ts';
import { expressionOf, parseQuery } from '../src/search/parse-query.ts';
import { Store } from '../src/search/store.ts';

interface Note {
  folders: string[];
  word: string;
  tags: string[];
  textTags: string[];
  properties: Record<string, string | string[] | null>;
}

const part = fc.constantFrom('a', 'B', 'ab', 'ü', 'a_b');
const folderName = fc.constantFrom('a', 'A b', '%', '_', '*', "a'b", '"', 'a) OR (b', '\u202e');
const tagName = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const said = fc.oneof(
  fc.constantFrom(
    'done',
    'Done',
    '',
    'a=b',
    '[[Note]]',
    '"',
    "'",
    '%',
    '*',
    'true',
    '1.0',
    'null',
    '- x',
    'a\nb',
  ),
  fc.string({ unit: 'binary', maxLength: 3 }).filter((text) => !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text)),
);
const key = fc.constantFrom('status', 'Status x', 'up', '%', 'sta', 'a"b', '__proto__');
const note: fc.Arbitrary<Note> = fc.record({
  folders: fc.array(folderName, { maxLength: 3 }),
  word: fc.constantFrom('apple', 'bread'),
  tags: fc.array(tagName, { maxLength: 2 }),
  textTags: fc.array(tagName, { maxLength: 2 }),
  properties: fc.dictionary(key, fc.oneof(said, fc.constant(null), fc.array(said, { maxLength: 3 })), {
    maxKeys: 3,
  }),
});
const filters: fc.Arbitrary<Filters> = fc.record(
  {
    folder: fc
      .array(folderName, { minLength: 1, maxLength: 2 })
      .map((parts) => `${parts.join('/').toLowerCase()}/`),
    tag: fc.tuple(fc.constantFrom('', '#'), tagName).map((parts) => parts.join('')),
    property: fc.oneof(
      key,
      fc.tuple(key, said).map((parts) => parts.join('=')),
    ),
  },
  { requiredKeys: [] },
);

/** JSON is YAML as well, but for what it leaves as it is and YAML does not. */
function yamlOf(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function textOf({ word, tags, textTags, properties }: Note): string {
  const lines = Object.entries(properties).map(([name, value]) => `${yamlOf(name)}: ${yamlOf(value)}`);
  return `---\ntags: ${yamlOf(tags)}\n${lines.join('\n')}\n---\n${word} ${textTags.map((tag) => `#${tag}`).join(' ')}\n`;
}

/** The rules as they are told, read from what the note was made of. */
function answers({ folders, tags, textTags, properties }: Note, { folder, tag, property }: Filters): boolean {
  const low = (text: string) =>
    text
      .normalize('NFC')
      .replace(/[\u00a0\u202f]/g, ' ')
      .toLowerCase();
  const path = low(`${folders.join('/')}/`);
  if (folder !== undefined && !(path === folder || path.startsWith(folder))) return false;
  const wanted = low((tag ?? '').replace('#', ''));
  const isTagged = (one: string) => low(one) === wanted || low(one).startsWith(`${wanted}/`);
  if (tag !== undefined && ![...tags, ...textTags].some(isTagged)) return false;
  if (property === undefined) return true;
  const [name = '', ...rest] = property.split('=');
  const found = Object.entries(properties).find(([key]) => low(key) === low(name));
  if (found === undefined) return false;
  const values = [found[1] ?? []].flat();
  return !property.includes('=') || values.some((value) => low(value.trim()) === low(rest.join('=').trim()));
}

describe('filters', () => {
  const opened = openDatabase(undefined, '/vault');
  if (opened === undefined) throw new Error('no SQLite');
  const store = new Store(opened.database);
  afterAll(() => store.close());

  it('find exactly the notes that a naive reading finds, with words and without', { timeout: 30_000 }, () => {
    let matches = 0;
    fc.assert(
      fc.property(
        fc.array(note, { minLength: 1, maxLength: 5 }),
        fc.array(filters, { maxLength: 8 }),
        (notes, all) => {
          const ids = notes.map((one, at) => {
            const path = [...one.folders, `${at}.md`].join('/');
            const file = { path, size: 1, mtimeMs: 1, ctimeMs: 1 };
            return store.put(file, 'text', fieldsOf(path, textOf(one), readYaml));
          });
          for (const wanted of all) {
            for (const query of ['apple', '-apple', '']) {
              const words = wantedWords(wanted);
              const parsed = parseQuery(query);
              if (words.length + parsed.all.length === 0) continue;
              const found = [...store.rank(expressionOf(parsed, words))];
              const expected = notes.flatMap((one, at) => {
                const hasWord = query === '' || (one.word === 'apple') === (query === 'apple');
                return hasWord && answers(one, wanted) ? [ids[at]] : [];
              });
              expect(found.sort(), JSON.stringify([query, wanted])).toEqual(expected.sort());
              matches += found.length;
            }
          }
          for (const id of ids) store.remove(id);
        },
      ),
      { numRuns: 1_000 },
    );
    expect(matches).toBeGreaterThan(100);
  });

  it('make no difference to the order of what is found', () => {
    const front = '---\nk: v\n---\n';
    const texts = [`${front}# bread\n${'word '.repeat(60)}`, `${front}bread`, `${front}bread bread word`];
    const ids = [...texts, ...Array.from({ length: 40 }, () => 'bread and much else')].map((text, at) => {
      const path = `${at}.md`;
      return store.put({ path, size: 1, mtimeMs: 1, ctimeMs: 1 }, 'text', fieldsOf(path, text));
    });
    const query = parseQuery('bread');
    const [all, filtered] = [[], wantedWords({ property: 'k=v' })].map((words) => [
      ...store.rank(expressionOf(query, words)),
    ]);
    expect(filtered).toHaveLength(3);
    expect(filtered).toEqual(all?.filter((id) => ids.indexOf(id) < 3));
    for (const id of ids) store.remove(id);
  });

  it('are words that no query can ask for', () => {
    const [word = ''] = wantedWords({ tag: 'a' });
    const id = store.put({ path: 'a.md', size: 1, mtimeMs: 1, ctimeMs: 1 }, 'text', fieldsOf('a.md', '#a'));
    expect([...store.rank(expressionOf({ all: [], none: [] }, [word]))]).toEqual([id]);
    for (const query of [word, word.slice(1), `${word.slice(0, 4)}*`, `"${word}"`, `filters:${word}`]) {
      const parsed = parseQuery(query);
      if (parsed.all.length > 0) expect([...store.rank(expressionOf(parsed))], query).toEqual([]);
    }
    store.remove(id);
  });

  it('are of one length whatever a note says, and read in one pass', () => {
    const long = `a${'/a'.repeat(50_000)}`;
    const huge = [
      '---',
      'list:',
      ...Array.from({ length: 200_000 }, (_, at) => `- v${at}`),
      '---',
      `#${long}`,
    ].join('\n');
    const words = filterWords('x.md', parseFile('x.md', huge, readYaml));
    expect(words).toHaveLength(1 + 200_000 + 50_001);
    expect(new Set(words.map(({ length }) => length)).size).toBe(1);
    const slashes = `#b${'/'.repeat(1_000_000)}c`;
    expect(filterWords('x.md', parseFile('x.md', slashes))).toContain(wantedWords({ tag: slashes })[0]);
    for (const wanted of [{ tag: `#${long}` }, { tag: 'A/a/' }, { property: 'list=V199999' }]) {
      expect(words).toContain(wantedWords(wanted)[0]);
    }
  });
});
