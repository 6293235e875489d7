import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fieldsOf, linesOf } from '../src/search/fields.ts';
import { BREAK } from '../src/search/searchable.ts';

const parts = (text: string) => {
  const { title, headings, tags } = fieldsOf('Folder/My Name.md', text);
  const items = (field: string) => field.split(BREAK).filter((item) => item.trim() !== '');
  return { title: items(title), headings: items(headings), tags: items(tags) };
};

it('takes the name and the aliases for the title', () => {
  expect(parts('').title).toEqual(['my name']);
  expect(parts('---\naliases: [One, Two]\n---\n').title).toEqual(['my name', ' [one, two]']);
  expect(parts('---\r\nalias:\r\n  - Öne\r\n  - Two\r\nother: x\r\n---\r\n').title[1]).toContain('one');
  expect(parts('---\nalias:\n- One\nother: x\n---\n').title[1]).not.toContain('other');
  expect(parts('text\n---\naliases: [no]\n---\n').title).toEqual(['my name']);
});

it('takes headings of both kinds, and none in code or properties', () => {
  const text =
    '---\n# no: x\n---\n# One\n\nTwo\n===\n\nThree\n---\n\n- no\n---\n\n```\n# no\n```\n   ###### Four #\n#no';
  expect(parts(text).headings).toEqual(['one', 'two', 'three', 'four #']);
});

it('takes tags of properties and of the text, and none in code or in a word', () => {
  const text = '---\ntags: [a, b]\n---\n#one (#two/deep) x#no #\u00fcn\u00ef\n~~~\n#no\n~~~\n';
  expect(parts(text).tags).toEqual([' [a, b]', 'one', 'two/deep', 'uni']);
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
