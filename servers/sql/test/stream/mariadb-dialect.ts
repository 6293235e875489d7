import type { Dialect } from './dialect.ts';
import { mariadbKinds } from './mariadb-kinds.ts';

const SCRIPT = `
CREATE DATABASE shop CHARACTER SET utf8mb4; USE shop; SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';
CREATE TABLE \`Order Line\`(id int PRIMARY KEY, \`quan tity\` bigint, \`pr"ice\` double, \`select\` text, data blob, \`Größe\` decimal(30,10), f float, s smallint, u bigint unsigned, b bit(12), \`ti\`\`ck\` tinyint);
INSERT INTO \`Order Line\` VALUES
  (1, 9223372036854775807, 0.1, 'Ünïcode ☃ 𝄞', x'00ff10', 1.1, 0.1, -32768, 18446744073709551615, b'101', 1),
  (2, -9223372036854775808, -1e300, '', '', 12345678901234567890.123, 3.4e38, 32767, 0, b'0', -128),
  (3, 9007199254740993, 1.7976931348623157e308, 'it''s; -- "quoted" /* ? :v1 $1 */ # no', NULL, -0.0001, 1e-38, 0, 9007199254740993, b'111111111111', 127),
  (4, NULL, NULL, NULL, repeat('ab', 80), NULL, NULL, NULL, NULL, NULL, NULL),
  (5, 0, -0.0, 'line\\n\\tbreak\\\\', x'c3a9', 12, 16777216, 1, 5, b'1', 0),
  (6, -1, 5e-324, '9007199254740993', '{}', 12345678, 1.5, 2, 6, b'10', 5);
CREATE TABLE customer(id int PRIMARY KEY, name varchar(30) COLLATE utf8mb4_bin, doc json, at datetime(6), born date, m enum('sad', 'so so', 'it''s fine'), tags set('a', 'b c'), u uuid, span time(3), ts timestamp NULL, y year, fixed char(5), bin binary(4), vb varbinary(20), g point, ok boolean, ip inet6);
INSERT INTO customer VALUES
  (1, 'Ann', '{"a":[1,2.50,{"b":null}],"c":"x"}', '2024-02-29 23:59:59.999999', '2024-02-29', 'sad', 'a,b c', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '-838:59:58.5', '2024-03-31 12:00:00', 2024, 'ab', 'x', x'00', POINT(1, 2), true, '::1'),
  (2, 'bob', '[]', '0000-00-00 00:00:00', '0000-00-00', 'so so', '', NULL, '00:00:00', NULL, 0, '', '', '', NULL, false, NULL),
  (3, NULL, '{"a":9007199254740993}', '1000-01-01 00:00:00.000001', '9999-12-31', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (5, 'ANN', NULL, NULL, '2024-00-00', 'it''s fine', 'b c', NULL, '23:59:59.999', '1970-01-02 00:00:00', 1901, 'abcde', 'abcd', 'né', NULL, true, 'ffff::');
CREATE TABLE made(id int, twice int AS (id * 2) STORED, c char(5)); INSERT INTO made(id, c) VALUES (1, 'ab'), (2, NULL), (3, 'abcde');
CREATE TABLE empty(id int, x text); CREATE TABLE \`t t\`(id int, v decimal(65,20), z int(6) zerofill); INSERT INTO \`t t\` VALUES (1, 1e40, 42), (2, -1e-20, 7), (2, NULL, NULL);
CREATE TABLE part(id int, v text) PARTITION BY HASH (id) PARTITIONS 2; INSERT INTO part VALUES (1, 'p'), (2, 'q');
CREATE VIEW \`a view\` AS SELECT o.id, c.name, o.\`pr"ice\` / 2 AS half FROM \`Order Line\` o LEFT JOIN customer c ON c.id = o.id WHERE o.id <> 3;
CREATE USER reader; GRANT SELECT, SHOW VIEW ON shop.* TO reader;`;

// biome-ignore format: lists of pieces, as many in a line as fit
export const mariadbDialect: Dialect = {
  script: SCRIPT,
  quote: (name) => `\`${name.replaceAll('`', '``')}\``,
  kinds: mariadbKinds,
  relations: [
    {
      from: '`Order Line` AS {as}',
      columns: [
        ['id', 'int'], ['`quan tity`', 'int'], ['`pr"ice`', 'real'], ['`select`', 'text'], ['data', 'bytes'],
        ['`Größe`', 'decimal'], ['f', 'real'], ['s', 'int'], ['u', 'int'], ['b', 'int'], ['`ti``ck`', 'int'],
        ['Größe', 'decimal'],
      ],
      isTable: true,
    },
    {
      from: 'shop.customer {as}',
      columns: [
        ['id', 'int'], ['name', 'text'], ['doc', 'json'], ['m', 'text'], ['tags', 'text'], ['span', 'time'],
        ['y', 'int'], ['fixed', 'text'], ['bin', 'bytes'], ['vb', 'bytes'], ['ok', 'bool'], ['`at`', 'date'],
        ['born', 'date'], ['ts', 'date'],
      ],
      isTable: true,
    },
    { from: 'made {as}', columns: [['id', 'int'], ['twice', 'int'], ['c', 'text']], isTable: true },
    { from: 'empty {as}', columns: [['id', 'int'], ['x', 'text']], isTable: true },
    { from: '`t t` AS {as}', columns: [['id', 'int'], ['v', 'decimal'], ['z', 'int']], isTable: true },
    { from: 'part PARTITION (p0, p1) AS {as}', columns: [['id', 'int'], ['v', 'text']] },
    { from: '`a view` AS {as}', columns: [['id', 'int'], ['name', 'text'], ['half', 'real']] },
    {
      from: '(SELECT 1 AS n, {constant:text} AS t UNION ALL VALUES (2, NULL)) AS {as}',
      columns: [['n', 'int'], ['t', 'text']],
    },
    { from: 'seq_1_to_4 AS {as}', columns: [['seq', 'int']] },
    {
      from: 'json_table(\'[{"i":1,"t":"x"},{"i":2}]\', \'$[*]\' COLUMNS (o FOR ORDINALITY, i int PATH \'$.i\', t text PATH \'$.t\' DEFAULT \'"none"\' ON EMPTY)) AS {as}',
      columns: [['o', 'int'], ['i', 'int'], ['t', 'text']],
    },
    { from: 'information_schema.schemata AS {as}', columns: [['schema_name', 'text']] },
  ],
  joins: [
    '{a}, {b}', '{a} CROSS JOIN {b}', '{a} JOIN {b} ON {on}', '{a} INNER JOIN {b} ON {on}',
    '{a} LEFT JOIN {b} ON {on}', '{a} RIGHT OUTER JOIN {b} ON {on}', '{a} STRAIGHT_JOIN {b}',
  ],
  laterals: [],
  sharing: [
    '{a} NATURAL JOIN {b}', '{a} JOIN {b} USING (id)', '{a} LEFT JOIN {b} USING (id)',
    '{a} NATURAL LEFT JOIN {b}',
  ],
  unions: ['UNION', 'UNION ALL', 'UNION DISTINCT', 'INTERSECT', 'EXCEPT', 'EXCEPT ALL'],
  groupings: ['{keys}', '{keys}', '{keys} WITH ROLLUP'],
  orders: ['', '', ' DESC', ' ASC'],
  frames: ['', '', 'ROWS BETWEEN 1 PRECEDING AND CURRENT ROW', 'ROWS UNBOUNDED PRECEDING'],
  filter: '',
  limits: [
    ' LIMIT 5', ' LIMIT 3 OFFSET 1', ' LIMIT 1, 2', ' LIMIT 0', ' OFFSET 1 ROW FETCH NEXT 2 ROWS ONLY',
  ],
  statements: [
    'VALUES ({int}, {text}), ({int}, {text})', 'SELECT * FROM `Order Line`',
    'SELECT *, customer.* FROM customer', 'SELECT c.*, o.id FROM customer c, made o',
    'SELECT * FROM customer', 'SELECT `at`, born, span, ts, y, b, g, ip FROM customer, `Order Line`',
    'SELECT 1 FROM DUAL WHERE {bool}',
    'WITH RECURSIVE c(n, s) AS (SELECT 1, CAST({text} AS CHAR(200)) UNION ALL SELECT n + 1, concat(s, n) FROM c WHERE n < 9) SELECT n, s, {int} FROM c',
    'WITH c AS (SELECT {int} AS n), d AS (SELECT n FROM c) SELECT * FROM d, c',
    'SELECT {any}, sum(s) OVER w, avg(f) OVER w FROM `Order Line` WINDOW w AS (ORDER BY id)',
    'SELECT {int} AS x, {text} AS x, {real} AS x', 'SELECT EXISTS ({query})',
    '(SELECT {int}) UNION (SELECT {int} ORDER BY 1 LIMIT 1) LIMIT 3', 'SELECT ALL {int} FROM empty',
    'SELECT SQL_NO_CACHE DISTINCTROW {text} FROM made',
    'SELECT HIGH_PRIORITY STRAIGHT_JOIN o.id FROM made o, customer c',
    'SELECT ok, m, count(*) FROM customer GROUP BY ok, m WITH ROLLUP',
    "SELECT @@version_comment <> '', @unset, {int}",
    'SELECT id FROM customer USE INDEX (PRIMARY) WHERE id > 0',
    'SELECT z, z + 0, ~0, b, b + 0 FROM `t t`, `Order Line`',
    'SELECT st_astext(g), st_x(g), g FROM customer',
    'SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY id) OVER (), percentile_cont(0.9) WITHIN GROUP (ORDER BY s) OVER (PARTITION BY f), median(u) OVER () FROM `Order Line`',
    'SELECT count(*) FROM information_schema.tables WHERE table_name = {text}',
    "SELECT now() IS NOT NULL, current_user() <> '', curdate() = current_date, utc_timestamp(3) IS NULL",
    'SELECT max(sleep) FROM (SELECT 1 AS sleep) AS q',
    'SELECT `into`, lock_in FROM (SELECT {int} AS `into`, 2 AS lock_in) AS `for`',
    "SELECT json_detailed('{\"a\":1}'), json_query({json}, '$.a'), {date} + INTERVAL {int} % 5 DAY",
    'SELECT name FROM customer ORDER BY {any}, id LIMIT 3', 'SELECT -{int}, - - 1, 1--1, 5 -- 2\n+1',
    'SELECT 1 # comment\n, 2',
    "SELECT {int} % 3 AS k, group_concat(id ORDER BY id DESC SEPARATOR ';') FROM customer GROUP BY k HAVING k IS NULL OR k < 3 ORDER BY k",
  ],
  parentheses: true,
  comments: [
    '-- plain', '-- it\'s; "half', '/* block */', '/* ; DROP TABLE customer; -- */', '/**/', "# hash it's",
    '/* ünï ☃ ? :v1 */', '--',
  ],
  placeholders: [
    { ours: () => '?', direct: () => '?', oursBy: 'order', directBy: 'order' },
    { ours: (at) => `:v${at}`, direct: () => '?', oursBy: 'name', directBy: 'order' },
  ],
};
