import type { Kind } from './dialect.ts';

// biome-ignore format: lists of pieces, as many in a line as fit
const int: Kind = {
  constants: [
    '0', '1', '(-7)', '42', '9007199254740993', 'NULL', '18446744073709551615', "x'41' + 0", "b'101' + 0",
    '0x10 + 0', 'TRUE',
  ],
  given: [0, 1, -3, 7, 9007199254740991, null, true],
  placeholder: '?',
  forms: [
    '({int} MOD 1000) + {int} % 10', '({int} % 1000) - ({int} % 10)', '({int} % 1000) * 3',
    '({int} % 100) DIV 7', '-({int} % 100)', '{int} & 255', '{int} ^ 5', 'abs({int} % 100)',
    'char_length({text})', 'length({bytes})', "locate('e', {text})", 'ascii({text})', 'sign({real})',
    'CAST({text} AS SIGNED)', 'CAST({int} AS UNSIGNED)', 'coalesce({int}, {int})', 'ifnull({int}, 0)',
    'nullif({int}, {int})', 'greatest({int}, 1)', 'least({int}, {int}, 3)',
    'CASE WHEN {bool} THEN {int} WHEN {bool} THEN {int} ELSE {int} END',
    'CASE {int} WHEN {int} THEN {int} END', 'if({bool}, {int}, {int})',
    '(SELECT count(*) FROM ({rows:text}) AS q)', '({rows:int} LIMIT 1)', 'year({date})', 'dayofweek({date})',
    "json_length({json}, '$.a')", "datediff({date}, '2024-01-01')", "field({text}, 'x', 'y')",
    "find_in_set('a', {text})", 'bit_count({int} % 100)', 'crc32({text})', 'interval({int} % 5, 1, 2, 3)',
    'to_days({date})', '(unix_timestamp({date}) IS NULL)', 'extract(YEAR_MONTH FROM {date})',
    '(({int} % 1000) <=> {int})', "json_value({json}, '$.a[0]')", '({bool} XOR {bool})',
    'strcmp({text}, {text})', "regexp_instr({text}, '[aeiou]')", '~({int} & 7)', '1 << 3', '({int} IS TRUE)',
  ],
  aggregates: [
    'count(*)', 'count({any})', 'count(DISTINCT {int})', 'count(DISTINCT {int}, {text})',
    'sum({int} % 1000)', 'max({int})', 'min({int})', 'bit_or({int} & 255)',
  ],
  windows: [
    'row_number() OVER (ORDER BY {any}, {int})', 'rank() OVER (PARTITION BY {text} ORDER BY {any} DESC)',
    'dense_rank() OVER (ORDER BY {any})', 'ntile(3) OVER (ORDER BY {any})',
    'lag({int}, 1) OVER (ORDER BY {any})', 'first_value({int}) OVER {over}', 'count(*) OVER {over}',
  ],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const real: Kind = {
  constants: ['0.1e0', '-1.5e0', '1e300', '5e-324', '-0e0', '2e0', '123456789.123456789e0', 'NULL', 'pi()'],
  given: [0.1, -2.5, 1e21, 5e-324, null],
  placeholder: '?',
  forms: [
    'abs({real})', '({real} / 3)', '({int} % 1000) * 1.5e0', 'sqrt(abs({real}))', 'ceil({real} / 1e300)',
    'round({real} / 1e290, 2)', 'coalesce({real}, {real})', 'CASE WHEN {bool} THEN {real} ELSE {real} END',
    '({rows:real} LIMIT 1)', 'CAST({text} AS DOUBLE)', 'CAST({int} AS FLOAT)', 'log10(10)',
    'atan({real}, 2e0)', 'degrees({int} % 7)', 'truncate({real}, 3)',
  ],
  aggregates: [
    'avg({int} % 1000 + 0e0)', 'max({real})', 'stddev({int} % 1000)', 'var_pop({int} % 100)', 'min({real})',
  ],
  windows: [
    'percent_rank() OVER (ORDER BY {any})', 'cume_dist() OVER (ORDER BY {any})',
    'percentile_cont(0.25) WITHIN GROUP (ORDER BY {int} % 100) OVER (PARTITION BY {text})',
    'median({int} % 100) OVER (PARTITION BY {bool})',
  ],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const decimal: Kind = {
  constants: [
    '1.10', '0.30000000000000004', '12345678901234567890.123', '-0.01', 'NULL', '.5',
    "DATE '2024-01-01' + 0.5",
  ],
  given: ['1.10', '98765432109876543210.5', null],
  placeholder: 'CAST(? AS DECIMAL(30,5))',
  forms: [
    '{decimal} + 1.10', '({int} % 1000) / 7', 'round({decimal}, 2)', 'truncate({decimal}, 1)',
    'CAST({int} AS DECIMAL(30,5))', 'coalesce({decimal}, {decimal})', 'CASE WHEN {bool} THEN {decimal} END',
    '({rows:decimal} LIMIT 1)', '-({decimal})', '{decimal} / 3',
  ],
  aggregates: [
    'sum({decimal})', 'avg({int} % 1000)', 'max({decimal})', 'avg(DISTINCT {decimal})',
    'sum(DISTINCT {int} % 10)',
  ],
  windows: [
    'sum({int} % 1000) OVER {over}', 'lag({decimal}) OVER (ORDER BY {any})', 'avg({int} % 100) OVER {over}',
  ],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const text: Kind = {
  constants: [
    "'x'", "''", "'it''s'", '"double ""quoted"" it\'s"', "'it\\'s \\\\ \\n'", "'-- no comment'",
    "'/* nor this */'", "'; DROP TABLE customer'", "'$1 :v1 ?'", "'Ünïcode ☃ 𝄞'", "'9223372036854775807'",
    "_utf8mb4'é'", "N'nat'", 'NULL', "'INTO OUTFILE FOR UPDATE'", "'joined ' 'up'", "x'4142'",
  ],
  given: ['given', "it's", '', '"; --', 'ünï \\', null, '12'],
  placeholder: '?',
  forms: [
    'concat({text}, {text})', 'lower({text})', 'upper({text})', 'substring({text}, 1, abs({int} % 5))',
    'substring({text} FROM 2 FOR 3)', "replace({text}, 'e', {text})", "trim(BOTH 'x' FROM {text})",
    "insert({text}, 1, 1, 'zz')", 'hex({bytes})', 'to_base64({bytes})', 'quote({text})',
    'CAST({int} AS CHAR)', 'CAST({decimal} AS CHAR(40))', 'coalesce({text}, {text})',
    'nullif({text}, {text})', 'CASE WHEN {bool} THEN {text} ELSE {text} END', '({rows:text} LIMIT 1)',
    "date_format({date}, '%Y-%m-%d %H:%i')", 'format({decimal}, 2)',
    "json_unquote(json_extract({json}, '$.c'))", 'json_type({json})', "json_extract({json}, '$.a')",
    "concat_ws('-', {text}, {int}, {decimal})", "substring_index({text}, ' ', 1)",
    "regexp_replace({text}, '[aeiou]', '*')", 'md5({text})', '{text} COLLATE utf8mb4_bin',
    "lpad({text}, 6, '*')", 'reverse({text})', 'left({text}, 2)', 'conv({int} & 255, 10, 2)',
    'CONVERT({text} USING utf8mb4)', 'elt({int} % 3, {text}, {text})', 'database()', 'dayname({date})',
    'soundex({text})', 'charset({text})', 'json_quote({text})', 'inet_ntoa({int} & 255)', 'space(2)',
    'char(65, 66 USING utf8mb4)',
  ],
  aggregates: [
    "group_concat({text} ORDER BY {int} SEPARATOR ', ')", 'max({text})', 'min({text})',
    'group_concat(DISTINCT {text} ORDER BY 1)', 'json_arrayagg({int})', 'json_objectagg({text}, {int})',
  ],
  windows: [
    'lead({text}) OVER (ORDER BY {any})', 'nth_value({text}, 2) OVER {over}',
    'last_value({text}) OVER {over}',
  ],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const date: Kind = {
  constants: [
    "DATE '2024-02-29'", "TIMESTAMP '1000-01-01 00:00:00.000001'", "'9999-12-31 23:59:59'", 'NULL',
    "TIMESTAMP '2024-01-02 03:04:05'", "CAST('2024-03-01 10:20:30.5' AS DATETIME(3))",
  ],
  given: ['2024-02-29', '1969-07-20 20:17:40.123'],
  placeholder: 'CAST(? AS DATETIME(6))',
  forms: [
    'last_day({date})', '{date} + INTERVAL 1 MONTH', "date_sub({date}, INTERVAL '1:30' HOUR_MINUTE)",
    'coalesce({date}, {date})', 'CAST({date} AS DATETIME(2))', 'from_unixtime({int} & 65535)',
    '({rows:date} LIMIT 1)', 'makedate(2024, {int} & 127)', 'timestamp({date})',
    "str_to_date('01,5,2013', '%d,%m,%Y')",
  ],
  aggregates: ['max({date})', 'min({date})'],
  windows: ['lag({date}) OVER (ORDER BY {any})'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const time: Kind = {
  constants: ["TIME '10:11:12.5'", "'-838:59:59'", 'NULL', "TIME '00:00:00'"],
  given: ['10:11:12', null],
  placeholder: 'CAST(? AS TIME(3))',
  forms: [
    'sec_to_time({int} % 10000)', "timediff('12:00:00', {time})", 'coalesce({time}, {time})',
    'maketime(12, {int} & 31, 30.25)', 'time({date})',
  ],
  aggregates: ['max({time})'],
  windows: [],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const bytes: Kind = {
  constants: ["_binary''", "x'00FF'", "X'deadbeef'", "CAST('ü' AS BINARY)", 'NULL', "_binary'it\\'s'"],
  given: [],
  placeholder: '?',
  forms: [
    'CAST({text} AS BINARY)', "unhex('c0ffee')", 'coalesce({bytes}, {bytes})',
    'CASE WHEN {bool} THEN {bytes} END', 'unhex(md5({text}))', 'concat({bytes}, {bytes})',
    "inet6_aton('::1')", 'binary {text}',
  ],
  aggregates: ['max({bytes})'],
  windows: ['lag({bytes}) OVER (ORDER BY {any})'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const json: Kind = {
  constants: ['\'{"a":[1,2.50,null],"c":"x"}\'', "'[]'", '\'{"a":9007199254740993}\'', 'NULL'],
  given: ['{"a":[3]}', null],
  placeholder: '?',
  forms: [
    "json_object('k', {int}, 'l', {text})", 'json_array({int}, {decimal}, {text})',
    "json_set({json}, '$.z', {int})", 'json_merge_patch({json}, \'{"n":1}\')', 'json_compact({json})',
    'coalesce({json}, {json})',
  ],
  aggregates: ['json_arrayagg({text})'],
  windows: ['lag({json}) OVER (ORDER BY {any})'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const bool: Kind = {
  constants: ['TRUE', 'FALSE', 'NULL', '1'],
  given: [true, false, null],
  placeholder: '?',
  forms: [
    '{int} < {int}', '{real} >= {real}', '{text} = {text}', '{text} <=> {text}', '{any} IS NULL',
    '{any} IS NOT NULL', '{int} BETWEEN {int} AND {int}', '{int} IN ({int}, {int}, {int})',
    '{int} IN ({rows:int})', '{text} NOT IN ({rows:text})', 'EXISTS ({rows:int})',
    'NOT EXISTS ({rows:text})', "{text} LIKE concat('%', {text})", "{text} LIKE '%!_%' ESCAPE '!'",
    "{text} REGEXP '^[a-e]'", "{text} RLIKE '[0-9]+'", '({bool} AND {bool})', '({bool} OR {bool})',
    '({bool} && {bool})', 'NOT ({bool})', '!({bool})', '({bool}) XOR ({bool})',
    '({int}, {text}) = ({int}, {text})', '({int}, {int}) IN ((1, 2), ({int}, {int}))',
    '{int} > ALL ({rows:int})', '{int} = ANY ({rows:int})', '{bool} IS NOT TRUE', '{bool} IS UNKNOWN',
    'json_valid({json})', "json_contains({json}, '1', '$.a')", '{text} SOUNDS LIKE {text}', '{int} <> {int}',
    '{int} != {int}',
  ],
  aggregates: ['max({bool})'],
  windows: [],
};

/** What expressions of MariaDB are written as, by their kind. */
export const mariadbKinds = { int, real, decimal, text, date, time, bytes, json, bool };
