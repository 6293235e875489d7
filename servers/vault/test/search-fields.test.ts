import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseNote } from '../src/note/parse-note.ts';
import { readYaml } from '../src/note/yaml-properties.ts';
import { fieldsOf, linesOf } from '../src/search/fields.ts';
import { BREAK, searchable } from '../src/search/searchable.ts';
import { markup, note } from './arbitrary.ts';

const parts = (text: string) => {
  const { title, headings, tags } = fieldsOf('Folder/My Name.md', text, readYaml);
  const items = (field: string) => field.split(BREAK).filter((item) => item.trim() !== '');
  return { title: items(title), headings: items(headings), tags: items(tags) };
};

it('takes the name and the aliases for the title', () => {
  expect(parts('').title).toEqual(['my name']);
  expect(parts('---\naliases: [One, Two]\n---\n').title).toEqual(['my name', 'one', 'two']);
  expect(parts('---\r\nalias:\r\n  - Öne\r\n  - Two\r\nother: x\r\n---\r\n').title).toEqual([
    'my name',
    'one',
    'two',
  ]);
  expect(parts('---\naliases: { a: &b One, c: "T\\u0057o" }\n---\n').title).toEqual([
    'my name',
    'one',
    'two',
  ]);
  expect(parts('text\n---\naliases: [no]\n---\n').title).toEqual(['my name']);
});

it('takes headings of both kinds, and none in code or properties', () => {
  const text =
    '---\n# no: x\n---\n# One\n\nTwo\n===\n\nThree\n---\n\n- no\n---\n\n```\n# no\n```\n   ###### Four #\n#no';
  expect(parts(text).headings).toEqual(['one', 'two', 'three', 'four']);
});

it('takes tags of properties and of the text, and none in code or in a word', () => {
  const text = '---\ntags: [a, b]\n---\n#one #two/deep x#no #\u00fcn\u00ef `#no`\n~~~\n#no\n~~~\n';
  expect(parts(text).tags).toEqual(['a', 'b', 'one', 'two/deep', 'uni']);
});

it('takes what the parser of notes takes, whatever the text is', () => {
  const front = fc
    .tuple(fc.constantFrom('tags', 'aliases', 'Tag', 'up'), markup)
    .map((line) => line.join(': '));
  const text = fc
    .tuple(fc.constantFrom('', '---\n'), fc.array(front, { maxLength: 2 }), fc.array(fc.oneof(markup, note)))
    .map(([open, lines, rest]) => `${open}${lines.join('\n')}\n${open}${rest.join('\n')}`);
  fc.assert(
    fc.property(text, (written) => {
      const { aliases, headings, tags } = parseNote(written, readYaml);
      const shown = (items: readonly string[]) => items.map(searchable).filter((item) => item.trim() !== '');
      expect(parts(written)).toEqual({
        title: shown(['my name', ...aliases]),
        headings: shown(headings.map((heading) => heading.text)),
        tags: shown(tags.map(({ name }) => name)),
      });
    }),
    { numRuns: 1_000 },
  );
});

it('has every word of the text in the body', () => {
  expect(fieldsOf('a.md', '---\nx: Y\n---\n# Z #t').body).toBe('---\nx: y\n---\n# z #t');
});

it('reads lines as an editor counts them', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r') }), (text) => {
      expect([...linesOf(text)]).toEqual(text.split('\n').map((line) => line.replace(/\r$/, '')));
    }),
  );
});

it('takes time in proportion to the text, whatever it is', () => {
  for (const piece of ['---\n', '# ', '#', '`', '~~~\n', 'tags:\n', '- ', '[', '\n-', ' ', '=\n']) {
    // With the square of it this would take minutes: the test would not end in its time.
    expect(fieldsOf('a.md', `---\n${piece.repeat(1_000_000 / piece.length)}`).body.length).toBeGreaterThan(
      900_000,
    );
  }
});
