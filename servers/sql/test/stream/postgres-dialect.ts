import type { Dialect } from './dialect.ts';
import { postgresKinds } from './postgres-kinds.ts';

const SCRIPT = `
CREATE TYPE mood AS ENUM ('sad', 'so so', 'it''s fine'); CREATE TYPE pair AS (a int, "b c" text); CREATE DOMAIN positive AS int CHECK (value > 0);
CREATE TABLE "Order Line"(id int PRIMARY KEY, "quan tity" bigint, "pr""ice" double precision, "select" text, data bytea, "Größe" numeric(12,4), f real, s smallint);
INSERT INTO "Order Line" VALUES
  (1, 9223372036854775807, 0.1, 'Ünïcode ☃ 𝄞', '\\x00ff10', 1.1000, 0.1, -32768),
  (2, -9223372036854775808, -1e300, '', '\\x', 99999.9999, 3.4e38, 32767),
  (3, 9007199254740993, 'Infinity', 'it''s; -- "quoted" /* ? :v1 $1 */', NULL, -0.0001, 'NaN', 0),
  (4, NULL, NULL, NULL, decode(repeat('ab', 80), 'hex'), NULL, NULL, NULL),
  (5, 0, '-0', E'line\\n\\tbreak\\\\', '\\xc3a9', 'NaN', '-0', 1),
  (6, -1, 5e-324, '9007199254740993', '\\x7b7d', 12345678, 1e-45, 2);
CREATE TABLE customer(id int PRIMARY KEY, name varchar(30) COLLATE "C", doc jsonb, raw json, at timestamptz, born date, m mood, tags text[], p pair, u uuid, span interval, n positive, ok boolean, r int4range);
INSERT INTO customer VALUES
  (1, 'Ann', '{"a":[1,2.50,{"b":null}],"c":"x"}', '{"a" : 1,  "a":2}', '2024-02-29 23:59:59.999999+02', '2024-02-29', 'sad', '{a,"b c",NULL}', '(1,"x y")', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '1 year 2 mons 3 days 04:05:06.7', 1, true, '[1,5)'),
  (2, 'bob', '[]', '[1.0]', 'infinity', '-infinity', 'so so', '{}', '(,)', NULL, '-1 day', 2, false, 'empty'),
  (3, NULL, '{"a":9007199254740993}', NULL, '0044-03-15 12:00:00 BC', '0044-03-15 BC', NULL, NULL, NULL, NULL, NULL, 3, NULL, NULL),
  (5, 'ANN', NULL, 'null', NULL, NULL, 'it''s fine', '{{a,b},{c,d}}', '(3,)', NULL, '178000000 years', 5, true, '(,)');
CREATE TABLE made(id int, twice int GENERATED ALWAYS AS (id * 2) STORED, c char(5)); INSERT INTO made(id, c) VALUES (1, 'ab'), (2, NULL), (3, 'abcde');
CREATE TABLE "empty"(id int, x text); CREATE SCHEMA "od""d"; CREATE TABLE "od""d"."t t"(id int, v numeric); INSERT INTO "od""d"."t t" VALUES (1, 1e40), (2, -1e-20), (2, NULL);
CREATE TABLE part(id int, v text) PARTITION BY LIST (id); CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1, 2); INSERT INTO part VALUES (1, 'p'), (2, 'q');
CREATE VIEW "a view" AS SELECT o.id, c.name, o."pr""ice" * 2 AS twice FROM "Order Line" o LEFT JOIN customer c ON c.id = o.id WHERE o.id <> 3;
CREATE MATERIALIZED VIEW kept AS SELECT id, name FROM customer; CREATE FUNCTION plus_one(bigint) RETURNS bigint STABLE LANGUAGE sql AS 'SELECT $1 + 1';
CREATE ROLE reader LOGIN; GRANT pg_read_all_data TO reader; ANALYZE;`;

// biome-ignore format: lists of pieces, as many in a line as fit
export const postgresDialect: Dialect = {
  script: SCRIPT,
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  kinds: postgresKinds,
  relations: [
    {
      from: '"Order Line" AS {as}',
      columns: [
        ['id', 'int'], ['"quan tity"', 'int'], ['"pr""ice"', 'real'], ['"select"', 'text'],
        ['data', 'bytes'], ['"Größe"', 'decimal'], ['f', 'real'], ['s', 'int'], ['U&"s\\0065lect"', 'text'],
      ],
      isTable: true,
    },
    {
      from: 'public.customer {as}',
      columns: [
        ['id', 'int'], ['name', 'text'], ['doc', 'json'], ['raw', 'opaque'], ['tags', 'list'],
        ['span', 'odd'], ['n', 'int'], ['ok', 'bool'],
      ],
      isTable: true,
    },
    { from: 'made {as}', columns: [['id', 'int'], ['twice', 'int'], ['c', 'text']], isTable: true },
    { from: '"empty" {as}', columns: [['id', 'int'], ['x', 'text']], isTable: true },
    { from: 'ONLY "od""d"."t t" AS {as}', columns: [['id', 'int'], ['v', 'decimal']], isTable: true },
    { from: 'part {as}', columns: [['id', 'int'], ['v', 'text']], isTable: true },
    { from: '"a view" AS {as}', columns: [['id', 'int'], ['name', 'text'], ['twice', 'real']] },
    { from: 'kept AS {as}', columns: [['id', 'int'], ['name', 'text']] },
    {
      from: "(VALUES (1, 'a'), (2, NULL), ({constant:int}, {constant:text})) AS {as}(n, t)",
      columns: [['n', 'int'], ['t', 'text']],
    },
    { from: 'generate_series(1, 4) AS {as}(n)', columns: [['n', 'int']] },
    {
      from: "generate_series(timestamp '2024-01-30', '2024-03-01', '10 days') AS {as}(d)",
      columns: [['d', 'date']],
    },
    {
      from: "unnest(ARRAY['a', NULL, 'c']) WITH ORDINALITY AS {as}(t, n)",
      columns: [['t', 'text'], ['n', 'int']],
    },
    {
      from: "ROWS FROM (generate_series(1, 3), unnest(ARRAY['x'])) AS {as}(n, t)",
      columns: [['n', 'int'], ['t', 'text']],
    },
    { from: 'jsonb_each(\'{"a":1,"b":[null]}\') AS {as}', columns: [['key', 'text'], ['value', 'json']] },
    {
      from: 'jsonb_to_recordset(\'[{"i":1,"t":"x"},{"i":2}]\') AS {as}(i int, t text)',
      columns: [['i', 'int'], ['t', 'text']],
    },
    { from: "regexp_matches('a1b2', '[a-z](\\d)', 'g') AS {as}(l)", columns: [['l', 'list']] },
    { from: '"Order Line" AS {as} TABLESAMPLE BERNOULLI (100)', columns: [['id', 'int']] },
    { from: 'information_schema.tables AS {as}', columns: [['table_name', 'text']] },
  ],
  joins: [
    '{a}, {b}', '{a} CROSS JOIN {b}', '{a} JOIN {b} ON {on}', '{a} INNER JOIN {b} ON {on}',
    '{a} LEFT JOIN {b} ON {on}', '{a} RIGHT OUTER JOIN {b} ON {on}', '{a} FULL JOIN {b} ON true',
  ],
  laterals: ['{a} CROSS JOIN LATERAL {b}', '{a} LEFT JOIN LATERAL {b} ON {on}', '{a}, LATERAL {b}'],
  sharing: [
    '{a} NATURAL JOIN {b}', '{a} JOIN {b} USING (id)', '{a} LEFT JOIN {b} USING (id)',
    '{a} FULL JOIN {b} USING (id)', '{a} JOIN {b} USING (id) AS shared',
  ],
  unions: ['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT ALL', 'EXCEPT'],
  groupings: [
    '{keys}', '{keys}', 'ROLLUP ({keys})', 'CUBE ({keys})', 'GROUPING SETS (({keys}), ())',
    'DISTINCT ROLLUP ({keys})',
  ],
  orders: ['', '', ' DESC', ' ASC', ' NULLS FIRST', ' DESC NULLS LAST'],
  frames: [
    '', '', 'ROWS BETWEEN 1 PRECEDING AND CURRENT ROW', 'ROWS UNBOUNDED PRECEDING',
    'GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE TIES',
  ],
  limits: [
    ' LIMIT 5', ' LIMIT 3 OFFSET 1', ' FETCH FIRST 2 ROWS ONLY', ' OFFSET 2 ROWS FETCH NEXT ROW ONLY',
    ' LIMIT ALL', ' LIMIT 0', ' LIMIT abs({constant:int} % 10)',
  ],
  filter: ' FILTER (WHERE {bool})',
  statements: [
    'VALUES ({int}, {text}), ({int}, {text})', 'TABLE "Order Line"', 'TABLE customer',
    'TABLE "od""d"."t t" ORDER BY 1 LIMIT 2', 'SELECT *, * FROM customer',
    'SELECT c.*, o.id FROM customer c, made o', 'SELECT c FROM customer c',
    'SELECT (c.p).a, (c.p)."b c", (p).* FROM customer c',
    'SELECT (c).name, c.ctid, c.tableoid::regclass FROM customer c', 'SELECT FROM customer', 'SELECT',
    'WITH RECURSIVE c(n, s) AS (SELECT 1, {text}::text UNION ALL SELECT n + 1, s || n FROM c WHERE n < 9) SELECT n, s, {int} FROM c',
    'WITH RECURSIVE t(id, path) AS (SELECT 1, ARRAY[1] UNION ALL SELECT t.id + 1, path || t.id FROM t WHERE id < 5) SEARCH DEPTH FIRST BY id SET ord CYCLE id SET is_cycle USING seen SELECT * FROM t ORDER BY ord',
    'WITH c AS MATERIALIZED (SELECT {int} AS n), d AS NOT MATERIALIZED (SELECT n FROM c) SELECT * FROM d, c',
    'SELECT DISTINCT ON (ok) ok, id FROM customer ORDER BY ok, id',
    'SELECT {any}, sum(s) OVER w, avg(f) OVER (w ROWS 1 PRECEDING) FROM "Order Line" WINDOW w AS (ORDER BY id)',
    'SELECT {int} AS x, {text} AS x, {real} AS x', 'SELECT EXISTS ({query})', 'SELECT * FROM ({query}) AS q',
    'SELECT count(*) FROM ({query}) AS q', '(({query}))', '({rows:int}) UNION ALL ({rows:int}) ORDER BY 1',
    'SELECT ALL {int} FROM "empty"',
    'SELECT grouping(ok, m), ok, m, count(*), percentile_cont(ARRAY[0.1, 0.5]) WITHIN GROUP (ORDER BY id) FROM customer GROUP BY CUBE (ok, m) ORDER BY 1, 2, 3',
    'SELECT generate_series(1, 3), unnest(tags) FROM customer',
    'SELECT id, r, u, born, at, m, span, tags, p, raw FROM customer',
    "SELECT x.* FROM customer, jsonb_path_query(doc, '$.*') AS x", 'SELECT xmlelement(name a, {text})::text',
    "SELECT int8range(1, 5), daterange('2024-01-01', NULL), '{[1,2],[4,5]}'::int4multirange",
    "SELECT cidr '10.0.0.0/8', inet '::1', macaddr '08:00:2b:01:02:03', money '12.5', bit '101', varbit '1', time '24:00', timetz '23:59:59.5+02', point '(1,2)', tsvector 'a b', 'customer'::regclass, oid '4294967295', '\"char\"'::name, 'x'::\"char\"",
    'SELECT count(*) FROM pg_catalog.pg_class WHERE relname = {text}',
    'SELECT now() IS NOT NULL, current_user, current_date = current_date, localtimestamp(0) IS NULL',
    "SELECT {date} AT TIME ZONE 'Europe/Berlin', timestamptz '2024-07-01 12:00+00'",
    'SELECT a.n AS "Group", b.t "Order" FROM (VALUES (1), (2)) a(n) LEFT JOIN (VALUES (1, {text})) AS b(n, t) USING (n)',
  ],
  parentheses: true,
  comments: [
    '-- plain', '-- it\'s; "half', '/* block */', '/* ; DROP TABLE customer; -- */', '/**/',
    '/* nested /* twice */ :v1 */', '/* ünï ☃ $1 */', '--',
  ],
  placeholders: [
    { ours: (at) => `$${at}`, direct: (at) => `$${at}`, oursBy: 'number', directBy: 'number' },
    { ours: (at) => `:v${at}`, direct: (at) => `$${at}`, oursBy: 'name', directBy: 'number' },
  ],
};
