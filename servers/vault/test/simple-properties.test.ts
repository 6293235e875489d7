import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { findFrontmatter } from '../src/note/frontmatter.ts';
import { parseNote } from '../src/note/parse-note.ts';
import { readSimple } from '../src/note/simple-properties.ts';
import { readYaml } from '../src/note/yaml-properties.ts';

function both(yaml: string) {
  const text = `---\n${yaml}\n---\nbody`;
  const where = findFrontmatter(text);
  if (where === undefined) return undefined;
  const shown = (found: ReturnType<typeof readYaml>) =>
    found && {
      aliases: found.aliases,
      tags: found.tags,
      links: found.links,
      values: [...found.values],
    };
  return { simple: shown(readSimple(text, where)), yaml: shown(readYaml(text, where)) };
}

describe('frontmatter without a YAML parser', () => {
  it.each([
    'aliases: [One, Two words]\ntags: [a, b/c]\ncreated: 2024-01-01',
    'aliases:\n  - One\n  - "Two: 2"\ntags:\n- a\n- b\n\nup: "[[x|y]]"',
    "title: It works\nup: '[[x]]'\nempty:\ntime: 2024-01-01T10:00\nurl: https://example.com/a_b",
    'alias: a, b\ntag: c d',
    'aliases: []\ntags:',
    'a: b\r\ntags:\r\n  - x\r',
  ])('is read: %j', (yaml) => {
    const found = both(yaml);
    expect(found?.simple).toBeDefined();
    expect(found?.simple).toEqual(found?.yaml);
  });

  it.each([
    'a:\n  - b\n - c',
    'a: b\na: c',
    'a: b # c',
    'a: [b: c]',
    'aliases: 1e3',
    'tags:\n  - null',
    'a: "b\\n"',
    'a:\n  b: c',
    'a: |\n  b',
    'a: *b',
    '- a',
  ])('is left to the parser: %j', (yaml) => {
    expect(both(yaml)?.simple).toBe(undefined);
  });

  it.each([
    'a: b\na: c',
    'a:\n  b: c\n  b: d',
    'a: [{ b, b }]',
    '? { a, a }\n: b',
    '1: a\n0x1: b',
    '{ a, a }',
  ])('is none where a key stands twice: %j', (yaml) => {
    const text = `---\n${yaml}\n---\n`;
    expect(parseDocument(yaml).errors.map(({ code }) => code)).toEqual(['DUPLICATE_KEY']);
    expect(parseNote(text, readYaml).broken).toBe(true);
  });

  const scalar = fc.oneof(
    fc.constantFrom(
      'a',
      'B c',
      '"[[x]]"',
      "'[[y|z]]'",
      '"[a](b.md)"',
      '[[x]]',
      '2024-01-01',
      '1.50',
      '0x1F',
      'null',
    ),
    fc.constantFrom(
      'true',
      '~',
      '"a\\n"',
      "'it''s'",
      'a: b',
      'a #b',
      '#a',
      '@a',
      '*a',
      '&a',
      '!a',
      '|',
      '>',
      '- a',
      '? a',
    ),
    fc.constantFrom(
      'a,b',
      'a]',
      '[a',
      '{a}',
      '%a',
      '`a`',
      '12:30',
      'a:b',
      ' ',
      '',
      '-',
      '1e3',
      '.5',
      '+1',
      'é ü',
      'a\tb',
      '...',
    ),
    fc.string({ maxLength: 6 }).filter((text) => !/[\r\n]/.test(text)),
  );
  const list = fc.array(scalar, { maxLength: 3 });
  const value = fc.oneof(
    scalar,
    list.map((items) => `[${items.join(', ')}]`),
    list.map((items) => `[${items.join(',')}] `),
    fc
      .tuple(list, fc.constantFrom('', '  ', ' '))
      .map(([items, indent]) => items.map((item) => `\n${indent}- ${item}`).join('')),
    list.map((items) => items.map((item) => `\n  ${item}`).join('')),
  );
  const key = fc.constantFrom('aliases', 'tags', 'Tag', 'up', 'a-b', 'alias', 'x y', '"q"', '1');
  const line = fc.tuple(key, fc.constantFrom(': ', ':', ':  ', ' : '), value).map((parts) => parts.join(''));
  const yaml = fc
    .tuple(
      fc.array(fc.oneof({ weight: 9, arbitrary: line }, { weight: 1, arbitrary: scalar }), { maxLength: 4 }),
      fc.constantFrom('\n', '\n\n', '\r\n'),
    )
    .map(([lines, end]) => lines.join(end));

  it('is read as the YAML parser reads it, or left to it', () => {
    let simple = 0;
    fc.assert(
      fc.property(yaml, (text) => {
        const found = both(text);
        if (found?.simple === undefined) return;
        simple++;
        expect(found.simple).toEqual(found.yaml);
      }),
      { numRuns: 8_000 },
    );
    expect(simple).toBeGreaterThan(400);
  });
});
