import type { Kind } from './dialect.ts';

const NONE = { aggregates: [], windows: [] };

// biome-ignore format: lists of pieces, as many in a line as fit
const int: Kind = {
  constants: [
    '0', '1', '-7', '42', '9223372036854775807', '-9223372036854775808', '9007199254740993', '0x1F', 'NULL',
  ],
  given: [0, 1, -3, 7, 9007199254740991, null, true],
  placeholder: '?',
  forms: [
    '{int} + {int}', '{int} - {int}', '({int} * {constant:int}) % 1000', '{int} / {int}', '-({int})',
    '{int} & {int}', '{int} << 3', '~{int}', 'abs({int} % 100)', 'length({text})', 'length({blob})',
    "instr({text}, 'e')", 'unicode({text})', 'sign({real})', 'CAST({text} AS INTEGER)',
    'CAST({real} AS INTEGER)', 'coalesce({int}, {int})', 'nullif({int}, {int})', 'iif({bool}, {int}, {int})',
    'max({int}, {int})', 'min({int}, {int}, {int})',
    'CASE WHEN {bool} THEN {int} WHEN {bool} THEN {int} ELSE {int} END',
    'CASE {int} WHEN {int} THEN {int} END', '(SELECT count(*) FROM ({rows:text}))',
    '(SELECT max(id) FROM made WHERE id > {int})', '({rows:int} LIMIT 1)', "json_extract({json}, '$.a[0]')",
    "json_array_length({json}, '$.a')", "strftime('%s', {date})", 'julianday({date}) > {real}',
    'octet_length({text})', 'typeof({any}) = typeof({any})',
  ],
  aggregates: [
    'count(*)', 'count({any})', 'count(DISTINCT {int})', 'sum({int} % 1000)', 'max({int})', 'min({int})',
    'total({int})',
  ],
  windows: [
    'row_number() OVER {over}', 'rank() OVER {over}', 'dense_rank() OVER {over}', 'ntile(3) OVER {over}',
    'lag({int}, 1, {int}) OVER {over}', 'count(*) FILTER (WHERE {bool}) OVER {over}',
    'first_value({int}) OVER {over}',
  ],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const real: Kind = {
  constants: [
    '0.1', '-1.5', '1e300', '9e999', '-9e999', '5e-324', '-0.0', '2.0', '123456789.123456789', '.5', 'NULL',
    '1_000.5',
  ],
  given: [0.1, -2.5, 1e21, 5e-324, null],
  placeholder: '?',
  forms: [
    '{real} + {real}', '{real} * {real}', '{real} / {real}', '{int} * 1.0', 'round({real}, 2)',
    'abs({real})', 'CAST({int} AS REAL)', 'CAST({text} AS REAL)', 'sqrt(abs({real}))', 'pow({real}, 2)',
    'ln({real})', 'pi()', 'ceil({real})', 'coalesce({real}, {int})',
    'CASE WHEN {bool} THEN {real} ELSE {real} END', '({rows:real} LIMIT 1)', 'julianday({date})',
    "json_extract({json}, '$.a[1]')",
  ],
  aggregates: ['avg({int})', 'sum({real})', 'max({real})', 'total({real})', 'median({int} % 1000)', 'percentile_cont({real}, 0.9)', 'percentile({int} % 100, 25)'],
  windows: [
    'percent_rank() OVER {over}', 'cume_dist() OVER {over}', 'avg({real}) OVER {over}',
    'sum({real}) OVER {over}',
  ],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const text: Kind = {
  constants: [
    "'x'", "''", "'it''s'", "'-- no comment'", "'/* nor this */'", "'; DROP TABLE customer'",
    "'?1 :v1 $v2 @v3'", "'Ünïcode ☃ 𝄞'", "'9223372036854775807'", "'1.0'", "'back\\slash'",
    'char(955, 8364)', 'NULL', "'INTO FOR UPDATE'",
  ],
  given: ['given', "it's", '', '"; --', 'ünï', null, '12'],
  placeholder: '?',
  forms: [
    '{text} || {text}', 'lower({text})', 'upper({text})', 'substr({text}, {int} % 5, 3)',
    "replace({text}, 'e', {text})", 'trim({text})', "printf('%d|%5.2f|%s', {int}, {real}, {text})",
    "format('%,d', {int})", 'hex({blob})', 'quote({any})', 'typeof({any})', 'CAST({int} AS TEXT)',
    'CAST({real} AS TEXT)', 'coalesce({text}, {text})', 'nullif({text}, {text})',
    'CASE WHEN {bool} THEN {text} ELSE {text} END', '({rows:text} LIMIT 1)', "strftime('%Y-%m', {date})",
    'date({date}, {text})', "datetime({date}, '+1 month', 'start of month')", "{json} ->> '$.c'",
    "json_type({json}, '$.a')", "concat_ws('-', {text}, {int}, {real})", 'ltrim({text}, {text})',
    '{text} COLLATE NOCASE', 'unhex({text}) IS NULL',
  ],
  aggregates: [
    "group_concat({text}, ', ')", 'max({text})', 'min({text})', 'group_concat(DISTINCT {text})',
    "string_agg({text}, '|' ORDER BY {int})", 'json_group_array({int})',
  ],
  windows: [
    'lead({text}) OVER {over}', 'nth_value({text}, 2) OVER {over}', "group_concat({text}, '.') OVER {over}",
  ],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const date: Kind = {
  constants: [
    "'2024-02-29'", "'0001-01-01 00:00:00'", "'9999-12-31T23:59:59.999Z'", '2451545.5', 'NULL', "'12:30'",
  ],
  given: ['2024-02-29', '1969-07-20 20:17:40'],
  placeholder: '?',
  forms: [
    'date({date})', "datetime({date}, '-1 day')", 'time({date})', 'coalesce({date}, {date})',
    "datetime({int} % 100000, 'unixepoch')",
  ],
  aggregates: ['max({date})', 'min({date})'],
  windows: ['lag({date}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const blob: Kind = {
  constants: ["x''", "x'00FF'", "X'deadbeef'", 'zeroblob(3)', 'zeroblob(70)', 'NULL'],
  given: [null],
  placeholder: '?',
  forms: [
    'CAST({text} AS BLOB)', 'substr({blob}, 2)', 'coalesce({blob}, {blob})', "unhex('c0ffee')",
    'CASE WHEN {bool} THEN {blob} END', 'jsonb({json})',
  ],
  aggregates: ['max({blob})'],
  windows: ['lag({blob}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const json: Kind = {
  constants: ['\'{"a":[1,2.5,null],"c":"x"}\'', "'[]'", '\'{"a":9007199254740993}\'', 'NULL'],
  given: ['{"a":[3]}', null],
  placeholder: '?',
  forms: [
    "json_object('k', {int}, 'l', {text})", 'json_array({int}, {real}, {text})',
    "json_set({json}, '$.z', {int})", "{json} -> '$.a'", 'json_patch({json}, {json})', 'json({json})',
    "json_remove({json}, '$.a')",
  ],
  aggregates: ['json_group_array({text})', "json_group_object('k' || {int}, {real})"],
  windows: ['lag({json}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const bool: Kind = {
  constants: ['TRUE', 'FALSE', '1', '0', 'NULL'],
  given: [true, false],
  placeholder: '?',
  forms: [
    '{int} < {int}', '{real} >= {real}', '{text} = {text}', '{any} IS NOT {any}', '{any} IS NULL',
    '{any} NOTNULL', '{int} BETWEEN {int} AND {int}', '{int} IN ({int}, {int}, {int})',
    '{int} IN ({rows:int})', '{text} NOT IN ({rows:text})', 'EXISTS ({rows:int})',
    'NOT EXISTS ({rows:text})', '{text} LIKE {text}', "{text} LIKE '%!_%' ESCAPE '!'",
    "{text} GLOB '*[a-e]*'", '({bool} AND {bool})', '({bool} OR {bool})', 'NOT ({bool})',
    '({int}, {text}) = ({int}, {text})', '({int}, {int}) IN (VALUES (1, 2), ({int}, {int}))',
    '{int} IS DISTINCT FROM {int}', '{blob} > {blob}', 'json_valid({json})',
  ],
  ...NONE,
};

/** What expressions of SQLite are written as, by their kind. */
export const sqliteKinds = { int, real, text, date, blob, json, bool };
