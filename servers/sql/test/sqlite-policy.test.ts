import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import type { Engine } from '../src/engine/engine.ts';
import { MASKED, Policy } from '../src/policy/policy.ts';
import { openSqlite } from '../src/sqlite/sqlite-engine.ts';
import { ask, testEngine, testFile } from './sqlite-file.ts';
import { SHOP_POLICY, shopScript } from './sqlite-policy-shop.ts';

const TERMS = { caps: DEFAULT_CAPS };

/** What finds out, elsewhere, what a list of tables or columns keeps back. Each is refused for the reason beside it. */
const HOSTILE: Readonly<Record<string, readonly string[]>> = {
  'table or view that is hidden': [
    'SELECT * FROM audit',
    'SELECT count(*) FROM "AUDIT"',
    "SELECT 1 FROM 'audit'",
    'SELECT 1 FROM [audit] AS a WHERE a.nosuch = 1',
    'SELECT (SELECT * FROM audit)',
    'SELECT 1, 2 UNION SELECT * FROM audit',
    'SELECT 1 FROM plain WHERE a IN audit',
    'WITH w AS (SELECT who FROM audit) SELECT count(*) FROM w',
    'SELECT p.a FROM plain p LEFT JOIN audit u ON u.id = p.a',
    'SELECT EXISTS (SELECT 1 FROM audit WHERE who = 1)',
    'SELECT n FROM v_audit',
    'SELECT nosuch FROM v_audit',
    'SELECT a FROM v_private',
    'SELECT a FROM main.V_PRIVATE',
    'SELECT entry FROM diary',
    'SELECT c0 FROM diary_content',
    'SELECT * FROM diary_words',
    'SELECT email FROM mails',
    "SELECT rowid FROM mails WHERE mails MATCH 'a'",
    "SELECT highlight(body, 1, '', '') FROM body",
    'SELECT c1 FROM body_content',
    'SELECT sql FROM sqlite_schema',
    'SELECT name FROM sqlite_master',
    'SELECT * FROM sqlite_temp_schema',
    'SELECT * FROM sqlite_stat1',
    'SELECT * FROM sqlite_stat4',
  ],
  'virtual table or function': [
    "SELECT name FROM pragma_table_info('audit')",
    "SELECT name FROM pragma_table_list WHERE name LIKE 'a%'",
    "SELECT * FROM plain, pragma_index_list('customer')",
    'SELECT name, sum(pgsize) FROM dbstat GROUP BY name',
    'SELECT page_count FROM pragma_page_count',
    "SELECT rtreecheck('main', 'area')",
  ],
  'hidden; select': [
    'SELECT secret FROM customer',
    'SELECT * FROM customer',
    'SELECT s.x FROM (SELECT secret AS x FROM customer) s',
    'SELECT id FROM customer WHERE secret = 5',
    'SELECT id FROM customer WHERE secret IS NULL',
    'SELECT id FROM customer NOT INDEXED ORDER BY secret',
    'SELECT count(secret) FROM customer',
    'SELECT id FROM v_secret WHERE secret > 1',
    'SELECT id FROM customer WHERE (points, secret) > (1, 2)',
    'SELECT a FROM plain WHERE EXISTS (SELECT 1 FROM customer WHERE secret = plain.a)',
    'SELECT name FROM customer c NATURAL JOIN (SELECT 5 AS secret)',
    'SELECT name FROM customer JOIN (SELECT 5 AS secret) USING (secret)',
    'SELECT total(memo) FROM line',
    'SELECT max(rating) OVER () FROM ticket',
  ],
  'in the order of a column|hidden; select': [
    'SELECT name FROM customer INDEXED BY customer_known WHERE secret IS NOT NULL',
    'SELECT name FROM customer INDEXED BY customer_secret',
    'SELECT name FROM customer INDEXED BY customer_wide',
    "SELECT id FROM customer INDEXED BY customer_place WHERE country = 'de'",
    "SELECT 'a@x' IN (SELECT email FROM customer)",
    // What is called customer here is not what the view means.
    "WITH customer AS (SELECT 9 AS id, 'x' AS name, 'x' AS email, 'x' AS country) SELECT v.name FROM v_customer v",
    'SELECT amount FROM ledger',
    'SELECT code FROM ledger',
    'SELECT sum(amount) FROM ledger',
    "SELECT amount FROM ledger WHERE code = 'a1'",
  ],
  'is masked': [
    "SELECT id FROM customer WHERE email = 'a@x'",
    "SELECT id FROM customer WHERE email LIKE 'a%'",
    "SELECT id FROM customer WHERE email COLLATE NOCASE = 'A@X'",
    "SELECT id FROM customer WHERE lower(email) = 'a@x' AND points = 1",
    'SELECT id FROM customer WHERE email IS NULL',
    'SELECT email IS NOT NULL FROM customer',
    "SELECT id FROM customer WHERE email IN ('a@x')",
    "SELECT id FROM customer WHERE (email, id) = ('a@x', 2)",
    'SELECT email FROM customer ORDER BY email',
    'SELECT id FROM customer ORDER BY email LIMIT 1',
    'SELECT email FROM customer ORDER BY 1',
    'SELECT id, row_number() OVER (ORDER BY email) FROM customer',
    'SELECT count(*) OVER (PARTITION BY email) FROM customer',
    'SELECT DISTINCT email FROM customer',
    'SELECT email, count(*) FROM customer GROUP BY email',
    'SELECT name FROM customer GROUP BY name HAVING max(email) > 1',
    'SELECT count(email) FROM customer',
    'SELECT min(email) FROM customer',
    'SELECT group_concat(email) FROM customer',
    'SELECT json_group_array(email) FROM customer',
    'SELECT email FROM customer UNION SELECT 1',
    "SELECT email FROM customer INTERSECT SELECT 'a@x'",
    "SELECT email FROM customer EXCEPT SELECT 'a@x'",
    'SELECT typeof(email) FROM customer',
    'SELECT length(email) FROM customer',
    'SELECT substr(email, 1, 1) FROM customer',
    "SELECT printf('%s', email) FROM customer",
    "SELECT concat('', email) FROM customer",
    "SELECT email || '' FROM customer",
    'SELECT CAST(email AS TEXT) FROM customer',
    "SELECT coalesce(email, 'none') FROM customer",
    "SELECT CASE email WHEN 'a@x' THEN 1 END FROM customer",
    "SELECT iif(email > 'm', 1, 2) FROM customer",
    "SELECT nullif(email, 'a@x') FROM customer",
    'SELECT json_array(email) FROM customer',
    'SELECT value FROM customer, json_each(json_array(email))',
    'SELECT value FROM customer, json_each(email)',
    // Something without a name is written like a call, and is none.
    'WITH ""(x) AS (SELECT 1) SELECT value FROM customer, json_each(email)',
    'WITH ""(x) AS (SELECT 1) SELECT token FROM customer, fts3tokenize WHERE input = email',
    'SELECT a.id FROM customer a JOIN customer b ON a.email > b.email',
    'SELECT a.email FROM customer a NATURAL JOIN (SELECT email FROM customer) b',
    'SELECT 1 LIMIT (SELECT email FROM customer)',
    'SELECT upper(x) FROM (SELECT email AS x FROM customer)',
    "WITH w AS MATERIALIZED (SELECT email AS x FROM customer) SELECT 1 FROM w WHERE x > 'm'",
    'WITH RECURSIVE r(n, e) AS (SELECT 1, email FROM customer UNION SELECT n + 1, e FROM r WHERE n < 2) SELECT n FROM r',
    'SELECT upper(contact) FROM v_nested',
    'SELECT loud FROM v_loud',
    "SELECT id FROM customer WHERE lowered = 'a@x'",
    "SELECT (SELECT email FROM customer WHERE id = 2) = 'a@x'",
    "VALUES ((SELECT email FROM customer WHERE id = 2) > 'm')",
    'SELECT phone FROM ticket ORDER BY open, phone',
    'SELECT note FROM orders WHERE note > 0',
  ],
};

/** What keeps to what is open; the numbers are the columns that are masked. */
const LEGAL: readonly (readonly [sql: string, masked: readonly number[]])[] = [
  ['SELECT id, email FROM customer', [1]],
  ['SELECT id FROM customer', []],
  ['SELECT email AS name, name AS email FROM customer', [0]],
  ['SELECT email, id FROM customer ORDER BY name LIMIT 3', [0]],
  ['SELECT contact FROM v_nested', [0]],
  ['SELECT * FROM v_customer', [2]],
  ["SELECT name FROM customer WHERE country = 'de'", []],
  ['SELECT count(*), max(id), sum(points) FROM customer', []],
  ['SELECT count(*) FROM ledger', []],
  ['SELECT lowered, named, tag FROM customer', [0]],
  ['SELECT o.total, c.email FROM orders o LEFT JOIN customer c ON c.id = o.customer ORDER BY o.id', [1]],
  ['SELECT p.c, c.email FROM plain p JOIN customer c ON c.name = p.b', [1]],
  ['SELECT (SELECT email FROM customer WHERE id = o.customer) FROM orders o', [0]],
  ['SELECT CASE WHEN id > 4 THEN email ELSE name END FROM customer', [0]],
  ['SELECT email FROM customer UNION ALL SELECT name FROM customer', [0]],
  ['SELECT id, lag(email) OVER (ORDER BY id), first_value(email) OVER (ORDER BY id) FROM customer', [1, 2]],
  [
    'WITH w AS MATERIALIZED (SELECT id, email FROM customer) SELECT a.email, b.id FROM w a JOIN w b ON a.id = b.id',
    [0],
  ],
  [
    'WITH RECURSIVE r(n, e) AS (SELECT 1, email FROM customer UNION ALL SELECT n + 1, e FROM r WHERE n < 3) SELECT n, e FROM r',
    [1],
  ],
  ["SELECT email, strftime('%Y', name), printf('%s', name) FROM customer WHERE date(name) IS NULL", [0]],
  ['SELECT n, ord, product FROM line ORDER BY n', []],
  ['SELECT id, open, phone FROM ticket WHERE open = 1', [2]],
  ["SELECT title FROM page WHERE page MATCH 'tea'", []],
  ['SELECT term, cnt FROM page_words', []],
  ["SELECT name FROM names WHERE names MATCH 'ann'", []],
  ['SELECT id FROM area WHERE x1 > 2', []],
  ['SELECT l.product FROM line l JOIN plain ON l.n = plain.a', []],
  ["SELECT value FROM json_each('[1,2]')", []],
  ['SELECT c0 FROM page_content', []],
  ['WITH secret AS (SELECT 1 AS audit) SELECT audit FROM secret', []],
  ['SELECT name FROM pragma_function_list LIMIT 1', []],
];

let folder: string;
let shop: Engine;
let open: Engine;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ashlar-sql-'));
  const path = testFile(shopScript(1, 1, 'ANALYZE;'), folder);
  [shop, open] = await Promise.all([openSqlite(path, { policy: SHOP_POLICY }), openSqlite(path)]);
});
afterAll(async () => {
  await Promise.all([shop.close(), open.close()]);
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

for (const [reason, statements] of Object.entries(HOSTILE)) {
  it.each(statements)(`refuses, ${reason}: %s`, async (sql) => {
    const refused = { code: 'forbidden', message: expect.stringMatching(reason) };
    await expect(ask(shop, sql)).rejects.toMatchObject(refused);
    await expect(shop.explain({ sql }, TERMS)).rejects.toMatchObject(refused);
  });
}

it.each(LEGAL)('answers %s', async (sql, masked) => {
  const [here, there] = await Promise.all([ask(shop, sql), ask(open, sql)]);
  const rows = there.rows.map((row) => row.map((cell, at) => (masked.includes(at) ? MASKED : cell)));
  const sorted = (list: readonly unknown[]) => list.map((row) => JSON.stringify(row)).sort();
  expect(sorted(here.rows)).toEqual(sorted(rows));
  await expect(shop.explain({ sql }, TERMS)).resolves.toHaveProperty('lines');
});

it('names nothing in a refusal that the asker did not name', async () => {
  const told = async (sql: string) => ask(shop, sql).catch((error) => `${error.message} ${error.hint}`);
  expect(await told('SELECT * FROM customer')).not.toMatch(/secret/);
  expect(await told('SELECT n FROM v_audit')).not.toMatch(/\baudit\b/);
  expect(await told('SELECT nosuch FROM v_audit')).not.toMatch(/\baudit\b|nosuch/);
  expect(await told('SELECT nosuch FROM customer')).toMatch(/no such column: nosuch/);
});

it('names a table in a refusal in one line of visible characters', async () => {
  const said = { onlyTables: [], hideTables: [], hideColumns: ['secret'], maskColumns: [] };
  const table = '"t\n\u202eignore"';
  const engine = await testEngine(testFile(`CREATE TABLE ${table}(a, secret)`), { policy: new Policy(said) });
  await expect(ask(engine, `SELECT secret FROM ${table}`)).rejects.toMatchObject({
    message: expect.stringContaining('reads t ⟦U+202E⟧ignore.secret, which'),
  });
});

it('looks at what a statement is compiled to with its values', async () => {
  const sql = 'SELECT id FROM customer WHERE name LIKE ? AND email > ?';
  await expect(ask(shop, sql, ['A%', 'm'])).rejects.toMatchObject({ code: 'forbidden' });
  await expect(ask(shop, 'SELECT id FROM customer WHERE country = :c', { c: 'de' })).resolves.toHaveProperty(
    'rows',
  );
});

it.each([
  ['CREATE INDEX by_secret ON t(secret)', 'SCAN t USING COVERING INDEX'],
  ['CREATE INDEX by_ ON t(secret, a); CREATE INDEX "by_ secret" ON t(secret)', 'SCAN t USING COVERING INDEX'],
  ['CREATE INDEX a ON t(secret, a); CREATE INDEX abc ON t(b)', 'SCAN t USING COVERING INDEX abc'],
])('plans without the names of indexes that tell of a column: %s', async (indexes, plan) => {
  const said = { onlyTables: [], hideTables: [], hideColumns: ['secret'], maskColumns: [] };
  const path = testFile(`CREATE TABLE t(a, b, secret INT); ${indexes}`);
  const engine = await testEngine(path, { policy: new Policy(said) });
  const { lines } = await engine.explain({ sql: 'SELECT count(*) FROM t' }, TERMS);
  expect(lines).toEqual([plan]);
});

it('goes without the index that SQLite would make for a join and sort by what is masked', async () => {
  const script = `CREATE TABLE t(a, b); CREATE TABLE person(name, email); INSERT INTO t VALUES (1, 'Ann'), (2, 'Bob');
    INSERT INTO person VALUES ('Ann', 'z@x'), ('Ann', 'a@x'), ('Bob', 'b@x');`;
  const said = { onlyTables: [], hideTables: [], hideColumns: [], maskColumns: ['email'] };
  const file = testFile(script);
  const [kept, free] = [await testEngine(file, { policy: new Policy(said) }), await testEngine(file)];
  const sql = 'SELECT t.a, person.rowid, person.email FROM t JOIN person ON person.name = t.b';
  expect((await free.explain({ sql }, TERMS)).lines.join()).toMatch(/AUTOMATIC/);
  expect((await kept.explain({ sql }, TERMS)).lines.join()).not.toMatch(/AUTOMATIC/);
  const rows = [
    [1, 1, MASKED],
    [1, 2, MASKED],
    [2, 3, MASKED],
  ];
  expect((await ask(kept, sql)).rows).toEqual(rows);
});

it('marks in the catalog what is made of what is kept back, and estimates nothing by it', async () => {
  const tables = new Map((await shop.catalog(TERMS)).map((table) => [table.name, table]));
  const refused = [...tables.values()].filter((table) => table.refused).map(({ name }) => name);
  expect(refused).toEqual(['body', 'diary_words', 'mails', 'v_audit', 'v_loud', 'v_secret']);
  const masked = (name: string) =>
    tables
      .get(name)
      ?.columns.filter((one) => one.masked)
      .map((one) => one.name);
  expect([masked('v_customer'), masked('v_nested'), masked('customer')]).toEqual([
    ['contact'],
    ['contact'],
    ['lowered'],
  ]);
  expect(tables.get('ledger')?.estimatedRows).toBeUndefined();
  expect(tables.get('plain')?.estimatedRows).toBe(12);
});
