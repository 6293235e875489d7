import type { Kind } from './dialect.ts';

// biome-ignore format: lists of pieces, as many in a line as fit
const int: Kind = {
  constants: [
    '0', '1', '-7', '42', '9007199254740993', 'NULL::INTEGER', '12::UTINYINT',
    '170141183460469231731687303715884105727', '1_000',
  ],
  given: [0, 1, -3, 7, 2147483648, 9007199254740991],
  placeholder: '?',
  forms: [
    '({int} % 1000) + {int} % 10', '({int} % 1000) - {int} % 10', '({int} % 1000) * ({int} % 1000)',
    '({int} % 1000) // 7', 'abs({int} % 100)', 'length({text})', 'octet_length({bytes})',
    "instr({text}, 'e')", 'ascii({text})', 'sign({int})', '({int} % 1000)::SMALLINT',
    'coalesce({int}, {int})', 'nullif({int}, {int})', 'greatest({int}, {int})',
    'CASE WHEN {bool} THEN {int} WHEN {bool} THEN {int} ELSE {int} END',
    'CASE {int} WHEN {int} THEN {int} END', '(SELECT count(*) FROM ({rows:text}))', '({rows:int} LIMIT 1)',
    'year({date})', "date_part('dow', {date})", "json_array_length({json}, '$.a')", 'len({list})',
    'plus_one({int} % 100)', 'list_position({list}, {text})', '[10, 20, 30][({int} % 4)::BIGINT]',
    "datediff('day', {date}, DATE '2024-01-01')", '{struct}.a', 'TRY_CAST({text} AS INTEGER)',
    'if({bool}, {int}, {int})', 'bit_count({int} % 100)', '({int} % 100)::HUGEINT * 1000000000000000000000',
    'list_sum(list_transform([1, {int}], lambda x: x + 1))',
  ],
  aggregates: [
    'count(*)', 'count()', 'count({any})', 'count(DISTINCT {int})', 'sum({int} % 1000)', 'max({int})',
    'min({int})', 'quantile_disc({int}, 0.5)', 'bit_or({int} % 100)', 'approx_count_distinct({int})',
  ],
  windows: [
    'row_number() OVER {over}', 'rank() OVER {over}', 'dense_rank() OVER {over}', 'ntile(3) OVER {over}',
    'lag({int}, 1, NULL) OVER {over}', 'count(*) FILTER (WHERE {bool}) OVER {over}',
    'first_value({int}) OVER {over}',
  ],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const real: Kind = {
  constants: [
    '0.1::DOUBLE', "'-0'::DOUBLE", "'NaN'::DOUBLE", "'Infinity'::DOUBLE", '1e300', '5e-324', '2::FLOAT',
    '0.1::REAL', 'NULL::DOUBLE', '123456789.123456789::DOUBLE',
  ],
  given: [0.1, -2.5, 1e21],
  placeholder: '?',
  forms: [
    '({real} + {real})', '{real} / {real}', '{int} / 7', '{int}::DOUBLE', 'abs({real})', '{decimal}::FLOAT',
    'sqrt(abs({real}))', 'pi()', 'ceil({real})', 'round({real}, 2)', 'coalesce({real}, {real})',
    'CASE WHEN {bool} THEN {real} ELSE {real} END', '({rows:real} LIMIT 1)', 'epoch({date})',
    'list_avg([{real}, {real}])', '{text}.length() / 3', 'TRY_CAST({text} AS FLOAT)',
  ],
  aggregates: [
    'avg({int} % 1000)', 'sum({real})', 'max({real})', 'stddev({int} % 1000)', 'quantile_cont({real}, 0.25)',
    'quantile_cont({int} % 100, 0.9)', 'percentile_cont(0.5) WITHIN GROUP (ORDER BY {int} % 100)',
    'median({int} % 100)', 'corr({int} % 10, {int} % 10)', 'kurtosis({int} % 10)',
  ],
  windows: [
    'percent_rank() OVER {over}', 'cume_dist() OVER {over}', 'avg({int} % 100) OVER {over}',
    'quantile_cont({int} % 100, 0.5) OVER {over}',
  ],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const decimal: Kind = {
  constants: [
    '1.10', '0.30', '12345678901234567890.123', '-0.01', 'NULL::DECIMAL(9,2)', '.5', '1.000::DECIMAL(4,3)',
  ],
  given: ['1.10', 2.5, null],
  placeholder: 'CAST(? AS DECIMAL(12,3))',
  forms: [
    '({int} % 1000)::DECIMAL(9,2) * 1.10', 'round({decimal}, 2)', '({int} % 1000)::DECIMAL(30,5)',
    'coalesce({decimal}, {decimal})', 'CASE WHEN {bool} THEN {decimal} END', '({rows:decimal} LIMIT 1)',
    '-({decimal})',
  ],
  aggregates: ['max({decimal})', 'sum(({int} % 100)::DECIMAL(9,2))', 'quantile_disc({decimal}, 0.5)'],
  windows: ['lag({decimal}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const text: Kind = {
  constants: [
    "'x'", "''", "'it''s'", "'-- no comment'", "'/* nor this */'", "'; DROP TABLE customer'", "'$1 $v1 ?'",
    "'Ünïcode ☃ 𝄞'", "'9223372036854775807'", "e'\\\\ tab\\t'", "$$dollar ' quoted$$", '$q$in $$ it$q$',
    'NULL::VARCHAR', "'INTO FOR UPDATE'", "'12'",
  ],
  given: ['given', "it's", '', '"; --', 'ünï', '12'],
  placeholder: '?',
  forms: [
    '{text} || {text}', 'lower({text})', 'upper({text})', 'substr({text}, 1, abs({int} % 5))',
    "replace({text}, 'e', {text})", "trim({text}, 'x')", "printf('%s-%d', {text}, {int} % 100)",
    'base64({bytes})', 'typeof({any})', '{int}::VARCHAR', '{real}::VARCHAR', '{decimal}::VARCHAR',
    'coalesce({text}, {text})', 'nullif({text}, {text})', 'CASE WHEN {bool} THEN {text} ELSE {text} END',
    '({rows:text} LIMIT 1)', "strftime({date}, '%Y-%m-%d %H')", "{json} ->> '$.c'",
    "json_extract_string({json}, '$.a[0]')", 'json_type({json})', "concat_ws('-', {text}, {int}, {real})",
    "split_part({text}, ' ', 1)", "regexp_replace({text}, '[aeiou]', '*', 'g')",
    "array_to_string({list}, ',')", 'md5({text})', '({list})[1]', '({text})[1:3]', '{struct}."b c"',
    '{text}.upper()', '{text} COLLATE NOCASE', 'to_base(abs({int} % 100), 16)', "lpad({text}, 6, '*')",
    '{list}::VARCHAR', '{struct}::VARCHAR', 'current_schema()', 'hex({text})', 'bar(5, 0, 10, 5)',
    '{date}::VARCHAR',
  ],
  aggregates: ["array_to_string(list_sort(list({text}){filter}), ',')", 'max({text})', 'min({text})'],
  windows: [
    'lead({text}) OVER {over}', 'nth_value({text}, 2) OVER {over}', "string_agg({text}, '.') OVER {over}",
  ],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const date: Kind = {
  constants: [
    "TIMESTAMP '2024-02-29'", "TIMESTAMP '0001-01-01 00:00:00.000001'", "'infinity'::TIMESTAMP",
    "TIMESTAMP '9999-12-31 23:59:59'", "'0044-03-15 (BC)'::TIMESTAMP", 'NULL::TIMESTAMP',
    'make_timestamp(2024, 1, 2, 3, 4, 5.5)',
  ],
  given: ['2024-02-29', '1969-07-20 20:17:40.123'],
  placeholder: 'CAST(? AS TIMESTAMP)',
  forms: [
    "date_trunc('month', {date})::TIMESTAMP", 'coalesce({date}, {date})', 'greatest({date}, {date})',
    'epoch_ms({int} % 100000)', '({rows:date} LIMIT 1)',
    "CASE WHEN {date} < '2100-01-01' THEN {date} + INTERVAL 1 MONTH END",
  ],
  aggregates: ['max({date})', 'min({date})'],
  windows: ['lag({date}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const bytes: Kind = {
  constants: ["''::BLOB", "'\\x00\\xFF'::BLOB", "from_hex('deadbeef')", "encode('ü')", 'NULL::BLOB'],
  given: [null],
  placeholder: 'CAST(? AS BLOB)',
  forms: [
    'encode({text})', '{bytes} || {bytes}', 'coalesce({bytes}, {bytes})',
    'CASE WHEN {bool} THEN {bytes} END', "unhex('c0ffee')",
  ],
  aggregates: ['max({bytes})'],
  windows: ['lag({bytes}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const json: Kind = {
  constants: [
    '\'{"a":[1,2.50,null],"c":"x"}\'::JSON', "'[]'::JSON", '\'{"a":9007199254740993}\'::JSON', 'NULL::JSON',
  ],
  given: ['{"a":[3]}', null],
  placeholder: 'CAST(? AS JSON)',
  forms: [
    "json_object('k', {int}, 'l', {text})", 'json_array({int}, {decimal}, {text})', 'to_json({text})',
    "{json} -> '$.a'", 'coalesce({json}, {json})', 'to_json({list})', 'to_json({struct})',
    'json_merge_patch({json}, {json})',
  ],
  aggregates: ['max({json})'],
  windows: ['lag({json}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const list: Kind = {
  constants: [
    "['a', 'b c', NULL]", '[]::VARCHAR[]', 'NULL::VARCHAR[]',
    "['q\"uote', 'it''s', '', 'NULL', '1.5', '[x]', ' pad ']",
  ],
  given: [],
  placeholder: '?',
  forms: [
    '[{text}, {text}]', 'list_append({list}, {text})', 'list_concat({list}, {list})',
    "string_split({text}, ' ')", 'ARRAY({rows:text})', '({list})[1:2]',
    "[x || '!' FOR x IN {list} IF x IS NOT NULL]", 'list_sort({list})',
    "list_filter({list}, lambda x: x > 'b')", 'list_value({text}, {text})',
  ],
  aggregates: ['list_sort(list({text}){filter})', 'list_reverse_sort(array_agg({text}){filter})'],
  windows: ['lag({list}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const struct: Kind = {
  constants: [
    "{a: 1, 'b c': 'x'}", "{a: NULL::INTEGER, 'b c': 'it''s'}", 'NULL::STRUCT(a INTEGER, "b c" VARCHAR)',
  ],
  given: [],
  placeholder: '?',
  forms: [
    'row({int}, {text})::STRUCT(a HUGEINT, "b c" VARCHAR)', 'struct_pack(a := {int}, "b c" := {text})',
    'coalesce({struct}, {struct})', 'CASE WHEN {bool} THEN {struct} END',
  ],
  aggregates: [],
  windows: ['lag({struct}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const odd: Kind = {
  constants: [
    "INTERVAL '1 year -2 days 03:04:05.6'", 'INTERVAL (-1) DAY', 'NULL::INTERVAL', 'INTERVAL 90 MINUTE',
  ],
  given: ['3 days', null],
  placeholder: 'CAST(? AS INTERVAL)',
  forms: [
    '{odd} * 2', "age(TIMESTAMP '2024-03-01', TIMESTAMP '2020-02-29')", 'to_days(({int} % 100)::INTEGER)',
    'coalesce({odd}, {odd})',
  ],
  aggregates: ['max({odd})'],
  windows: [],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const bool: Kind = {
  constants: ['TRUE', 'FALSE', 'NULL::BOOLEAN'],
  given: [true, false, null],
  placeholder: 'CAST(? AS BOOLEAN)',
  forms: [
    '{int} < {int}', '{real} >= {real}', '{text} = {text}', '{text} IS DISTINCT FROM {text}',
    '{any} IS NULL', '{any} NOTNULL', '{int} BETWEEN {int} AND {int}', '{int} IN ({int}, {int}, {int})',
    '{int} IN ({rows:int})', '{text} NOT IN ({rows:text})', 'EXISTS ({rows:int})',
    'NOT EXISTS ({rows:text})', "{text} LIKE '%' || {text}", "{text} ILIKE '%!_%' ESCAPE '!'",
    "regexp_matches({text}, '^[a-e]')", "{text} GLOB '*[a-e]*'", "{text} SIMILAR TO '[a-z]+'",
    '({bool} AND {bool})', '({bool} OR {bool})', 'NOT ({bool})', '({int}, {text}) = ({int}, {text})',
    '{int} = ANY ({rows:int})', 'list_contains({list}, {text})', '{text} IN {list}',
    '{int} > ALL ({rows:int})', '{bool} IS NOT TRUE', 'json_valid({json})', 'starts_with({text}, {text})',
    'isnan({real})',
  ],
  aggregates: ['bool_and({bool})', 'bool_or({bool})'],
  windows: ['lag({bool}) OVER {over}'],
};

/** What expressions of DuckDB are written as, by their kind. */
export const duckdbKinds = { int, real, decimal, text, date, bytes, json, list, struct, odd, bool };
