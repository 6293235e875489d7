import type { Dialect } from './dialect.ts';
import { duckdbKinds } from './duckdb-kinds.ts';

const SCRIPT = `
CREATE TYPE mood AS ENUM ('sad', 'so so', 'it''s fine');
CREATE TABLE "Order Line"(id INTEGER PRIMARY KEY, "quan tity" BIGINT, "pr""ice" DOUBLE, "select" VARCHAR, data BLOB, "Größe" DECIMAL(12,4), f FLOAT, h HUGEINT, u UBIGINT, t TINYINT);
INSERT INTO "Order Line" VALUES
  (1, 9223372036854775807, 0.1, 'Ünïcode ☃ 𝄞', '\\x00\\xff\\x10'::BLOB, 1.1, 0.1, 170141183460469231731687303715884105727, 18446744073709551615, -128),
  (2, -9223372036854775808, -1e300, '', ''::BLOB, 99999.9999, 3.4e38, -170141183460469231731687303715884105728, 0, 127),
  (3, 9007199254740993, 'Infinity', 'it''s; -- "quoted" /* ? :v1 $1 */', NULL, -0.0001, 'NaN', 1, 9007199254740993, 0),
  (4, NULL, NULL, NULL, repeat('ab', 80)::BLOB, NULL, NULL, NULL, NULL, NULL),
  (5, 0, '-0', 'line' || chr(10) || chr(9) || 'break\\', '\\xc3\\xa9'::BLOB, 12, '-0', 0, 5, 1),
  (6, -1, 5e-324, '9007199254740993', '{}'::BLOB, 12345678, 1e-45, -1, 6, 2);
CREATE TABLE customer(id INTEGER PRIMARY KEY, name VARCHAR COLLATE NOCASE, doc JSON, "at" TIMESTAMPTZ, born DATE, m mood, tags VARCHAR[], p STRUCT(a INTEGER, "b c" VARCHAR), u UUID, span INTERVAL, ok BOOLEAN, props MAP(VARCHAR, INTEGER), spot INTEGER[2], alt UNION(num INTEGER, str VARCHAR), tm TIME, ts TIMESTAMP_S, ns TIMESTAMP_NS);
INSERT INTO customer VALUES
  (1, 'Ann', '{"a":[1,2.50,{"b":null}],"c":"x"}', '2024-02-29 23:59:59.999999+02', '2024-02-29', 'sad', ['a', 'b c', NULL], {a: 1, 'b c': 'x y'}, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', INTERVAL '1 year 2 months 3 days 04:05:06.7', true, MAP {'k': 1, 'it''s': 2}, [1, 2], 5, '04:05:06.7', '2024-02-29 01:02:03', '2024-02-29 01:02:03.123456789'),
  (2, 'bob', '[]', 'infinity', '-infinity', 'so so', [], {a: NULL, 'b c': NULL}, NULL, INTERVAL '-1 day', false, MAP {}, [NULL, 0], 'five', '23:59:59.999999', NULL, NULL),
  (3, NULL, '{"a":9007199254740993}', NULL, '0044-03-15 (BC)', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (5, 'ANN', NULL, '1969-12-31 23:59:59.5+00', '9999-12-31', 'it''s fine', ['q"uote', 'it''s'], {a: 3, 'b c': ''}, NULL, INTERVAL 178000 DAYS, true, NULL, NULL, NULL, '00:00', NULL, NULL);
CREATE TABLE made(id INTEGER, twice INTEGER AS (id * 2), c CHAR(5)); INSERT INTO made(id, c) VALUES (1, 'ab'), (2, NULL), (3, 'abcde');
CREATE TABLE "empty"(id INTEGER, x VARCHAR); CREATE SCHEMA "od""d"; CREATE TABLE "od""d"."t t"(id INTEGER, v DECIMAL(38,10)); INSERT INTO "od""d"."t t" VALUES (1, 1e20), (2, -0.0000000001), (2, NULL);
CREATE VIEW "a view" AS SELECT o.id, c.name, o."pr""ice" * 2 AS twice FROM "Order Line" o LEFT JOIN customer c ON c.id = o.id WHERE o.id <> 3;
CREATE MACRO plus_one(x) AS x + 1; CHECKPOINT;`;

// biome-ignore format: lists of pieces, as many in a line as fit
export const duckdbDialect: Dialect = {
  script: SCRIPT,
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  kinds: duckdbKinds,
  relations: [
    {
      from: '"Order Line" AS {as}',
      columns: [
        ['id', 'int'], ['"quan tity"', 'int'], ['"pr""ice"', 'real'], ['"select"', 'text'],
        ['data', 'bytes'], ['"Größe"', 'decimal'], ['f', 'real'], ['h', 'int'], ['u', 'int'], ['t', 'int'],
        ['rowid', 'int'],
      ],
      isTable: true,
    },
    {
      from: 'main.customer {as}',
      columns: [
        ['id', 'int'], ['name', 'text'], ['doc', 'json'], ['tags', 'list'], ['p', 'struct'], ['span', 'odd'],
        ['ok', 'bool'], ['ts', 'date'],
      ],
      isTable: true,
    },
    { from: 'made {as}', columns: [['id', 'int'], ['twice', 'int'], ['c', 'text']], isTable: true },
    { from: '"empty" {as}', columns: [['id', 'int'], ['x', 'text']], isTable: true },
    { from: '"od""d"."t t" AS {as}', columns: [['id', 'int'], ['v', 'decimal']], isTable: true },
    { from: '"a view" AS {as}', columns: [['id', 'int'], ['name', 'text'], ['twice', 'real']] },
    {
      from: "(VALUES (1, 'a'), (2, NULL), ({constant:int}, {constant:text})) AS {as}(n, t)",
      columns: [['n', 'int'], ['t', 'text']],
    },
    { from: 'range(1, 4) AS {as}(n)', columns: [['n', 'int']] },
    {
      from: "generate_series(TIMESTAMP '2024-01-30', TIMESTAMP '2024-03-01', INTERVAL 10 DAYS) AS {as}(d)",
      columns: [['d', 'date']],
    },
    { from: "unnest(['a', NULL, 'c']) AS {as}(t)", columns: [['t', 'text']] },
    { from: 'json_each(\'{"a":1,"b":[null]}\') AS {as}', columns: [['key', 'text'], ['value', 'json']] },
    { from: '(FROM made SELECT id, c) AS {as}', columns: [['id', 'int'], ['c', 'text']] },
    { from: 'duckdb_tables() AS {as}', columns: [['table_name', 'text']] },
  ],
  joins: [
    '{a}, {b}', '{a} CROSS JOIN {b}', '{a} JOIN {b} ON {on}', '{a} INNER JOIN {b} ON {on}',
    '{a} LEFT JOIN {b} ON {on}', '{a} RIGHT OUTER JOIN {b} ON {on}', '{a} FULL JOIN {b} ON true',
    '{a} POSITIONAL JOIN {b}',
  ],
  laterals: ['{a} CROSS JOIN LATERAL {b}', '{a}, LATERAL {b}', '{a}, {b}'],
  sharing: [
    '{a} NATURAL JOIN {b}', '{a} JOIN {b} USING (id)', '{a} LEFT JOIN {b} USING (id)',
    '{a} FULL JOIN {b} USING (id)', '{a} ASOF JOIN {b} USING (id)',
  ],
  unions: ['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT ALL', 'EXCEPT'],
  groupings: ['{keys}', '{keys}', 'ALL', 'ROLLUP ({keys})', 'CUBE ({keys})', 'GROUPING SETS (({keys}), ())'],
  orders: ['', '', ' DESC', ' ASC', ' NULLS FIRST', ' DESC NULLS LAST'],
  frames: [
    '', '', 'ROWS BETWEEN 1 PRECEDING AND CURRENT ROW', 'ROWS UNBOUNDED PRECEDING',
    'GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE TIES',
  ],
  limits: [' LIMIT 5', ' LIMIT 3 OFFSET 1', ' LIMIT 0', ' LIMIT abs({constant:int} % 10)', ' OFFSET 1'],
  filter: ' FILTER (WHERE {bool})',
  statements: [
    'VALUES ({int}, {text}), ({int}, {text})', 'TABLE "Order Line"', 'FROM customer',
    'FROM "od""d"."t t" ORDER BY ALL LIMIT 2', 'SELECT *, * FROM customer',
    'SELECT c.*, o.id FROM customer c, made o', 'SELECT m FROM made m',
    "SELECT p.*, props, props['k'], spot, alt, alt.num FROM customer",
    'SELECT * EXCLUDE (doc) REPLACE (id + 1 AS id) FROM customer', "SELECT COLUMNS('i.*') FROM customer",
    'FROM made SELECT {int}, c WHERE {bool}',
    'WITH RECURSIVE c(n, s) AS (SELECT 1, {text} UNION ALL SELECT n + 1, s || n FROM c WHERE n < 9) SELECT n, s, {int} FROM c',
    'WITH c AS MATERIALIZED (SELECT {int} AS n), d AS NOT MATERIALIZED (SELECT n FROM c) SELECT * FROM d, c',
    'SELECT DISTINCT ON (ok) ok, id FROM customer ORDER BY ok, id',
    'SELECT {any}, sum(t) OVER w, avg(f) OVER w FROM "Order Line" WINDOW w AS (ORDER BY id)',
    'SELECT id, row_number() OVER (ORDER BY id) AS r FROM customer QUALIFY r < 3',
    'SELECT {int} AS x, {text} AS x, {real} AS x', 'SELECT EXISTS ({query})', 'SELECT * FROM ({query})',
    'SELECT count(*) FROM ({query})', '(({query}))', 'SELECT ALL {int} FROM "empty"',
    'SELECT grouping(ok, m), ok, m, count(*), quantile_cont(id, [0.1, 0.5]) FROM customer GROUP BY CUBE (ok, m) ORDER BY ALL',
    'SELECT unnest(tags), unnest([1, 2]) FROM customer',
    'SELECT id, u, born, "at", m, span, tags, p, tm, ts, ns FROM customer',
    'SELECT ok, histogram(id), mode(name), list(id ORDER BY id) FROM customer GROUP BY ok ORDER BY ok',
    'DESCRIBE "Order Line"', 'DESCRIBE SELECT {int} AS a, {text} AS b', 'SUMMARIZE made',
    'PIVOT made ON id USING count(*) GROUP BY c', 'UNPIVOT made ON id, twice INTO NAME n VALUE v',
    "SELECT 'sad'::mood, 1::BIT, '101'::BIT, TIME '24:00:00', TIMETZ '12:00:00+01', '2024-01-01'::TIMESTAMP_MS, 1::UHUGEINT",
    'SELECT now() IS NOT NULL, current_user, today() = today()',
    'SELECT {any} FROM "Order Line" USING SAMPLE 100%',
    'SELECT [{text}, NULL], struct_pack(a := {int}, b := [{decimal}]), map([1], [{int}]) FROM made',
    "SELECT [1.5::FLOAT, 0.25::FLOAT], {x: 0.5::FLOAT}, [DATE '2024-01-01'], [1.10], [true, NULL], ['2024-01-01 00:00:00+00'::TIMESTAMPTZ]",
  ],
  parentheses: true,
  comments: [
    '-- plain', '-- it\'s; "half', '/* block */', '/* ; DROP TABLE customer; -- */', '/**/',
    '/* nested /* twice */ :v1 */', '/* ünï ☃ $1 */', '--',
  ],
  placeholders: [
    { ours: () => '?', direct: () => '?', oursBy: 'order', directBy: 'order' },
    { ours: (at) => `$${at}`, direct: (at) => `$${at}`, oursBy: 'number', directBy: 'number' },
    { ours: (at) => `$v${at}`, direct: (at) => `$v${at}`, oursBy: 'name', directBy: 'name' },
  ],
};
