import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkStatement } from '../src/mysql/check-statement.ts';
import { lex } from '../src/mysql/lex.ts';
import { HOSTILE } from './mysql-hostile.ts';

it.each(Object.entries(HOSTILE))('refuses %s', (_, sql) => {
  expect(() => checkStatement(sql)).toThrow(/^sql: /);
});

it.each([
  'SELECT \'INTO OUTFILE; DROP\', "/*! x */", `into`, `a``;b` FROM t -- INTO\n',
  "SELECT 'it''s', 'a\\'; DROP TABLE t' # INTO OUTFILE",
  '/* a comment */ (SELECT 1) UNION (SELECT 2);',
  "SELECT '\\' INTO OUTFILE \"x\" -- '",
  'SELECT sleep, `benchmark` FROM t',
  'SELECT insert_into, a_for_update FROM t WHERE a --1',
  'WITH x AS (SELECT 1) SELECT * FROM x',
  'VALUES (1), (2)',
  'SELECT 1;; -- done',
  'SELECT /*+ NO_INDEX_MERGE(t) */ 1',
])('takes the legal %s', (sql) => {
  expect(() => checkStatement(sql)).not.toThrow();
});

it('takes the word into for a name only in backquotes', () => {
  expect(() => checkStatement('SELECT t.into FROM t')).toThrow('INTO');
  expect(() => checkStatement('SELECT t.`into` FROM t')).not.toThrow();
});

it('cuts any text into tokens, quickly, and loses nothing behind a string', () => {
  const piece = fc.constantFrom(
    "'",
    '"',
    '`',
    '\\',
    '/*',
    '*/',
    '--',
    ' ',
    '\n',
    '#',
    'INTO',
    'a',
    '!',
    '(',
    ';',
    '🙂',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      expect(Array.isArray(lex(pieces.join('')))).toBe(true);
    }),
  );
  const strings = fc
    .string({ unit: 'binary', maxLength: 30 })
    .map((text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`);
  fc.assert(
    fc.property(fc.array(strings, { minLength: 1, maxLength: 5 }), (literals) => {
      expect(lex(`SELECT ${literals.join(',')} INTO @a`).filter(({ text }) => text === 'INTO')).toHaveLength(
        1,
      );
    }),
  );
  expect(lex("'\\".repeat(100_000)).length).toBeGreaterThan(0);
});
