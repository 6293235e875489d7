import type { Dialect } from './dialect.ts';
import { sqliteKinds } from './sqlite-kinds.ts';

const SCRIPT = `
CREATE TABLE "Order Line"(id INTEGER PRIMARY KEY, "quan tity" INT, "pr""ice" REAL, "select" TEXT, 'data' BLOB, loose, "Größe" DECIMAL(9,2));
INSERT INTO "Order Line" VALUES
  (1, 9223372036854775807, 0.1, 'Ünïcode ☃ 𝄞', x'00ff10', 1, 1.10),
  (2, -9223372036854775808, -1e300, '', x'', 'text', 99999.99),
  (3, 9007199254740993, 9e999, 'it''s; -- "quoted" /* ? :v1 $v1 */', NULL, x'cafe', -0.01),
  (4, NULL, NULL, NULL, zeroblob(80), 9007199254740993, NULL),
  (5, 0, -0.0, 'line' || char(10) || char(9) || 'break\\', x'c3a9', -9e999, 12),
  (6, 'forty-two', 5e-324, '9007199254740993', 'text in a blob', 2.0, '1e3'),
  (7, -1, 3, 'ß', x'7b7d', NULL, 0.30000000000000004);
CREATE TABLE [customer](id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, doc TEXT, at TEXT, n INT NOT NULL DEFAULT 3);
INSERT INTO customer VALUES (1, 'Ann', '{"a":[1,2.50,{"b":null}],"c":"x"}', '2024-02-29 23:59:59.999', 1),
  (2, 'bob', '[]', '0001-01-01', 2), (3, NULL, '{"a":9007199254740993}', '9999-12-31T00:00:00Z', 3), (5, 'ANN', NULL, NULL, -5);
CREATE TABLE strict_one(id INT, i INTEGER, r REAL, t TEXT, a ANY) STRICT;
INSERT INTO strict_one VALUES (1, 5, 5, '5', 5), (2, -5, -5.5, '-5', '5'), (9, NULL, NULL, NULL, NULL);
CREATE TABLE "empty"(id INTEGER, x TEXT);
CREATE TABLE by_key(id TEXT PRIMARY KEY, v INT) WITHOUT ROWID; INSERT INTO by_key VALUES ('k1', 1), ('k2', NULL), ('K3', 3);
CREATE TABLE made(id INTEGER, twice INT AS (id * 2) STORED, label TEXT AS ('#' || id)); INSERT INTO made VALUES (1), (2), (3);
CREATE VIEW "a view" AS SELECT o.id, c.name, o."pr""ice" * 2 AS twice FROM "Order Line" o LEFT JOIN customer c ON c.id = o.id;
CREATE VIRTUAL TABLE found USING fts5(body); INSERT INTO found VALUES ('the quick fox'), ('a slow dog'), ('quick quick dog');
CREATE INDEX by_name ON customer(name); CREATE INDEX partly ON "Order Line"("quan tity") WHERE "quan tity" > 0;`;

// biome-ignore format: lists of pieces, as many in a line as fit
export const sqliteDialect: Dialect = {
  script: SCRIPT,
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  kinds: sqliteKinds,
  relations: [
    {
      from: '"Order Line" AS {as}',
      columns: [
        ['id', 'int'], ['"quan tity"', 'int'], ['"pr""ice"', 'real'], ['"select"', 'text'], ['data', 'blob'],
        ['loose', 'text'], ['"Größe"', 'real'], ['rowid', 'int'],
      ],
      isTable: true,
    },
    {
      from: '[customer] {as}',
      columns: [['id', 'int'], ['[name]', 'text'], ['doc', 'json'], ['at', 'date'], ['`n`', 'int']],
      isTable: true,
    },
    {
      from: 'main.strict_one AS {as}',
      columns: [['id', 'int'], ['i', 'int'], ['r', 'real'], ['t', 'text'], ['a', 'text']],
      isTable: true,
    },
    { from: '"empty" {as}', columns: [['id', 'int'], ['x', 'text']], isTable: true },
    { from: 'by_key AS {as}', columns: [['id', 'text'], ['v', 'int']] },
    { from: 'made {as}', columns: [['id', 'int'], ['twice', 'int'], ['label', 'text']], isTable: true },
    { from: '"a view" AS {as}', columns: [['id', 'int'], ['name', 'text'], ['twice', 'real']] },
    {
      from: "(VALUES (1, 'a'), (2, NULL), ({constant:int}, {constant:text})) AS {as}",
      columns: [['column1', 'int'], ['column2', 'text']],
    },
    {
      from: 'json_each(\'[10, "x", null, 2.5]\') AS {as}',
      columns: [['key', 'int'], ['value', 'text'], ['type', 'text']],
    },
    { from: 'json_tree(\'{"a":[1,{"b":2}]}\') AS {as}', columns: [['fullkey', 'text'], ['atom', 'int']] },
    {
      from: "pragma_table_info('customer') AS {as}",
      columns: [['cid', 'int'], ['name', 'text'], ['type', 'text']],
    },
    { from: 'sqlite_schema AS {as}', columns: [['name', 'text'], ['sql', 'text']] },
    { from: 'found AS {as}', columns: [['body', 'text'], ['rowid', 'int']] },
  ],
  joins: [
    '{a}, {b}', '{a} CROSS JOIN {b}', '{a} JOIN {b} ON {on}', '{a} INNER JOIN {b} ON {on}',
    '{a} LEFT JOIN {b} ON {on}', '{a} LEFT OUTER JOIN {b} ON {on}', '{a} RIGHT JOIN {b} ON {on}',
    '{a} FULL JOIN {b} ON {on}',
  ],
  laterals: [],
  sharing: [
    '{a} NATURAL JOIN {b}', '{a} JOIN {b} USING (id)', '{a} LEFT JOIN {b} USING (id)',
    '{a} NATURAL LEFT JOIN {b}', '{a} FULL JOIN {b} USING (id)',
  ],
  unions: ['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT'],
  groupings: ['{keys}'],
  orders: ['', '', ' DESC', ' ASC', ' NULLS LAST', ' DESC NULLS FIRST'],
  frames: [
    '', '', 'ROWS BETWEEN 1 PRECEDING AND CURRENT ROW', 'ROWS UNBOUNDED PRECEDING',
    'GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE TIES',
    'RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW',
  ],
  limits: [' LIMIT 5', ' LIMIT 3 OFFSET 1', ' LIMIT 2, 4', ' LIMIT -1', ' LIMIT 0'],
  filter: ' FILTER (WHERE {bool})',
  statements: [
    'VALUES ({int}, {text}), ({int}, {text})', 'VALUES (1), (NULL), (9223372036854775807)',
    'SELECT * FROM "Order Line"', 'SELECT *, * FROM customer', 'SELECT c.*, o.* FROM customer c, made o',
    'WITH RECURSIVE c(n, s) AS (SELECT 1, {text} UNION ALL SELECT n + 1, s || n FROM c WHERE n < 9) SELECT n, s, {int} FROM c',
    'WITH RECURSIVE f(a, b) AS (VALUES (0, 1) UNION SELECT b, a + b FROM f WHERE b < 1000) SELECT * FROM f ORDER BY a DESC LIMIT 7',
    'WITH c AS MATERIALIZED (SELECT {int} AS n), d AS NOT MATERIALIZED (SELECT n FROM c) SELECT * FROM d, c',
    "SELECT snippet(found, 0, '[', ']', '…', 3), bm25(found), rank FROM found WHERE found MATCH 'quick' ORDER BY rank",
    "SELECT highlight(found, 0, '<', '>') FROM found('dog OR fox')",
    'SELECT {any}, sum(i) OVER w, avg(r) OVER w FROM strict_one WINDOW w AS (ORDER BY id)',
    'SELECT {int} AS x, {text} AS x, {real} AS x', 'SELECT EXISTS ({query}), ({rows:text})',
    'SELECT * FROM ({query})', 'SELECT count(*) FROM ({query})',
    'SELECT DISTINCT t, count(*) FROM strict_one GROUP BY t HAVING count(*) > 0',
    'SELECT name, max(n), min(id) FROM customer GROUP BY name COLLATE BINARY',
    'SELECT ALL {int} FROM "empty"',
    'SELECT value, {text} FROM customer, json_each(customer.doc) WHERE {bool}',
    'SELECT DISTINCT "select" FROM "Order Line" INDEXED BY partly WHERE "quan tity" > 0',
    'SELECT n FROM customer NOT INDEXED ORDER BY +n',
  ],
  parentheses: false,
  comments: [
    '-- plain', '-- it\'s; "half', '/* block */', '/* ; DROP TABLE customer; -- */', '/**/',
    '/* ünï ☃ ? :v1 */', '--',
  ],
  placeholders: [
    { ours: () => '?', direct: () => '?', oursBy: 'order', directBy: 'order' },
    { ours: (at) => `:v${at}`, direct: (at) => `:v${at}`, oursBy: 'name', directBy: 'name' },
    { ours: (at) => `$v${at}`, direct: (at) => `$v${at}`, oursBy: 'name', directBy: 'name' },
    { ours: (at) => `?${at}`, direct: (at) => `?${at}`, oursBy: 'number', directBy: 'digits' },
  ],
};
