import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstWord } from '../src/statement/first-word.ts';
import { gate, LONGEST_STATEMENT } from '../src/statement/gate.ts';
import { quoteName } from '../src/statement/identifier.ts';

it.each([
  ['select 1', 'SELECT'],
  [' \t\r\n\fwith x', 'WITH'],
  ['-- a\n/* b */--c\nvalues(1)', 'VALUES'],
  ['/**/select', 'SELECT'],
  ['/* /* */ select 1 */', 'SELECT'],
  ['-- select', undefined],
  ['/* select', undefined],
  ['', undefined],
  ['(select 1)', undefined],
  ['"select"', undefined],
  ['select_1', 'SELECT_1'],
])('finds the first word of %j', (sql, word) => {
  expect(firstWord(sql)).toBe(word);
});

it('reads nested comments and parentheses where the dialect has them', () => {
  expect(firstWord('/* /* */ x */ select 1', { nested: true })).toBe('SELECT');
  expect(firstWord('( (select 1)) union', { parentheses: true })).toBe('SELECT');
});

it('takes for white space and the end of a line what the dialect does, and nothing else', () => {
  expect(firstWord('\uFEFFselect 1')).toBeUndefined();
  expect(firstWord('\uFEFFselect 1', { space: /[ \uFEFF]/ })).toBe('SELECT');
  expect(firstWord('-- a\rselect 1\ndrop')).toBe('DROP');
  expect(firstWord('-- a\rselect 1\ndrop', { returns: true })).toBe('SELECT');
});

it('looks at a megabyte of comments in front in linear time', () => {
  expect(firstWord(`${'/**/--\n'.repeat(200_000)}select`)).toBe('SELECT');
  expect(firstWord('/*'.repeat(500_000), { nested: true })).toBeUndefined();
});

it('refuses what is too long, has a NUL, or begins with another word', () => {
  const dialect = { begins: ['SELECT'] };
  expect(() => gate(`SELECT ${' '.repeat(LONGEST_STATEMENT)}`, dialect)).toThrow('longer than 100000');
  expect(() => gate('SELECT 1\0', dialect)).toThrow('NUL');
  expect(() => gate('DROP TABLE t', dialect)).toThrow('begins with DROP');
  expect(() => gate(';SELECT 1', dialect)).toThrow('begins with no word');
  expect(() => gate('SELECT 1', dialect)).not.toThrow();
});

it.each([
  ['PRAGMA table_info(t)', 'search_catalog says what there is.'],
  ['show tables', 'search_catalog says what there is.'],
  ['EXPLAIN SELECT 1', 'Give explain the statement alone.'],
  ['DROP TABLE t', 'Ask with one SELECT that only reads.'],
])('says of %s what would answer', (sql, hint) => {
  expect(() => gate(sql, { begins: ['SELECT'] })).toThrow(expect.objectContaining({ hint }));
});

it('quotes any name so that it is one, and that name', () => {
  const database = new Database(':memory:');
  const name = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    .filter((name) => !name.includes('\0'));
  fc.assert(
    fc.property(name, (name) => {
      const columns = database.prepare(`SELECT 1 AS ${quoteName(name)}`).columns();
      expect(columns.map((column) => column.name)).toEqual([name]);
    }),
  );
  expect(() => quoteName('a\0b')).toThrow(RangeError);
  expect(quoteName('a`b', '`')).toBe('`a``b`');
  database.close();
});
