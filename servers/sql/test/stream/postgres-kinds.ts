import type { Kind } from './dialect.ts';

// biome-ignore format: lists of pieces, as many in a line as fit
const int: Kind = {
  constants: ['0', '1', '(-7)', '42', '9007199254740993', 'NULL::int', "'12'::int8", '(2^20)::int'],
  given: [0, 1, -3, 7, null, '12'],
  placeholder: '?::int',
  forms: [
    '{int} + {int}', '({int} % 1000) - {int}', '({int} % 1000) * ({int} % 1000)', '{int} / nullif({int}, 0)',
    '- ({int})', '{int} & {int}', '{int} # 5', 'abs({int})', 'length({text})', 'octet_length({bytes})',
    "strpos({text}, 'e')", 'ascii({text})', 'sign({real})::int', '{int}::bigint', 'coalesce({int}, {int})',
    'nullif({int}, {int})', 'greatest({int}, {int})', 'least({int}, {int}, {int})',
    'CASE WHEN {bool} THEN {int} WHEN {bool} THEN {int} ELSE {int} END',
    'CASE {int} WHEN {int} THEN {int} END', '(SELECT count(*) FROM ({rows:text}) AS q)',
    '({rows:int} LIMIT 1)', 'extract(year FROM {date})::int',
    "jsonb_array_length(CASE WHEN jsonb_typeof({json}) = 'array' THEN {json} END)", 'cardinality({list})',
    'array_length({list}, 1)', 'plus_one({int} % 1000)', 'width_bucket({real}, 0, 10, 5)',
    "('{1,2,3}'::int[])[({int} % 4)]", 'mod({int}, 7)', 'bit_length({text})', 'num_nulls({int}, {text})',
    'pg_column_size({int})', '(ROW({int}, {text})::pair).a', "date_part('dow', {date})::int",
    'random()::int * 0',
  ],
  aggregates: [
    'count(*)', 'count({any})', 'count(DISTINCT {int})', 'sum({int} % 1000)', 'max({int})', 'min({int})',
    'bit_or({int})', 'percentile_disc(0.5) WITHIN GROUP (ORDER BY {int})',
    'mode() WITHIN GROUP (ORDER BY {int})',
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
    '0.1::float8', "'-0'::float8", "'NaN'::float8", "'Infinity'::float8", '1e300::float8', '5e-324::float8',
    '2::float4', '0.1::real', 'NULL::float8', '123456789.123456789::double precision',
  ],
  given: [0.1, -2.5, 1e21, null, 'NaN'],
  placeholder: '?::float8',
  forms: [
    '({real} + {real})', '{real} / nullif({real}, 0)', '{int}::float8', 'abs({real})', '{decimal}::real',
    'sqrt(abs({real}))', 'pi()', 'ceil({real})', 'round({real})', 'coalesce({real}, {real})',
    'CASE WHEN {bool} THEN {real} ELSE {real} END', '({rows:real} LIMIT 1)',
    "CAST('1.5' AS double precision)", 'atan2({real}, 2)', "date_part('epoch', {date})",
    'degrees({int} % 7)',
  ],
  aggregates: [
    'avg({real})', 'max({real})', 'stddev({real})', 'percentile_cont(0.25) WITHIN GROUP (ORDER BY {real})',
    'percentile_cont(0.9) WITHIN GROUP (ORDER BY {int} % 100 DESC)', 'corr({real}, {int} % 10)',
    'regr_slope({int} % 10, {int} % 10)',
  ],
  windows: ['percent_rank() OVER {over}', 'cume_dist() OVER {over}', 'avg({real}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const decimal: Kind = {
  constants: [
    '1.10', '0.30000000000000004', "'NaN'::numeric", '123456789012345678901234567890.123', '1e30', '(-0.01)',
    'NULL::numeric', '10', '.5',
  ],
  given: ['1.10', 2.5, null, '98765432109876543210.5'],
  placeholder: '?::numeric',
  forms: [
    '{decimal} + {decimal}', '({int} % 1000) * 1.10', 'round({decimal}, 2)',
    '{decimal} / nullif({decimal}, 0)', 'trunc({decimal}, 1)', '{int}::numeric(30,5)',
    'coalesce({decimal}, {decimal})', 'CASE WHEN {bool} THEN {decimal} END', 'extract(epoch FROM {date})',
    'trim_scale({decimal})', '({rows:decimal} LIMIT 1)', 'div({decimal}, 3)',
  ],
  aggregates: [
    'sum({decimal})', 'avg({int} % 1000)', 'max({decimal})', 'avg(DISTINCT {decimal})',
    'var_pop({int} % 100)',
  ],
  windows: ['sum({int} % 1000) OVER {over}', 'lag({decimal}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const text: Kind = {
  constants: [
    "'x'", "''", "'it''s'", "'-- no comment'", "'/* nor this */'", "'; DROP TABLE customer'", "'$1 :v1 ?'",
    "'Ünïcode ☃ 𝄞'", "'9223372036854775807'", "E'\\\\ \\x41 \\u00e9'", "$$dollar ' quoted$$",
    '$q$in $$ it$q$', "U&'d\\0061t\\+000061'", 'NULL::text', "'INTO FOR UPDATE'", "'joined '\n  'up'",
  ],
  given: ['given', "it's", '', '"; --', 'ünï', null, '12'],
  placeholder: '?::text',
  forms: [
    '{text} || {text}', 'lower({text})', 'upper({text})', 'substr({text}, 1, abs({int} % 5)::int)',
    "substring({text} FROM '[a-z]+')", "replace({text}, 'e', {text})", "trim(BOTH 'x' FROM {text})",
    "overlay({text} PLACING 'zz' FROM 1)", "position('x' IN {text})::text",
    "format('%s|%I|%L', {int}, {text}, {text})", "encode({bytes}, 'base64')", 'quote_literal({text})',
    'pg_typeof({any})::text', '{int}::text', '{real}::text', '{decimal}::varchar(40)',
    'coalesce({text}, {text})', 'nullif({text}, {text})', 'CASE WHEN {bool} THEN {text} ELSE {text} END',
    '({rows:text} LIMIT 1)', "to_char({date}, 'YYYY-MM-DD HH24:MI:SS.US')",
    "to_char({decimal}, 'FM999,999.00')", "{json} ->> 'c'", "{json} #>> '{a,0}'", 'jsonb_typeof({json})',
    "concat_ws('-', {text}, {int}, {real})", "split_part({text}, ' ', 1)",
    "regexp_replace({text}, '[aeiou]', '*', 'g')", "array_to_string({list}, ',', '?')", 'md5({text})',
    '{text} COLLATE "C"', 'initcap({text})', "lpad({text}, 6, '*')", 'reverse({text})',
    '(ROW({int}, {text})::text)', '({list})[1]', "translate({text}, 'abc', 'xyz')", 'current_database()',
    'quote_nullable({text})', 'chr(955)', '{date}::text',
  ],
  aggregates: [
    "string_agg({text}, ', ' ORDER BY {int})", 'max({text})', 'min({text})',
    "string_agg(DISTINCT {text}, '|')", 'mode() WITHIN GROUP (ORDER BY {text})',
    'percentile_disc(0.5) WITHIN GROUP (ORDER BY {text})',
  ],
  windows: [
    'lead({text}) OVER {over}', 'nth_value({text}, 2) OVER {over}', "string_agg({text}, '.') OVER {over}",
  ],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const date: Kind = {
  constants: [
    "'2024-02-29'::date::timestamp", "timestamp '0001-01-01 00:00:00.000001'", "'infinity'::timestamp", "timestamp '01/02/2003 04:05'",
    "TIMESTAMP '294276-12-31 23:59:59'", "'4713-01-01 BC'::timestamp", 'NULL::timestamp',
    'make_timestamp(2024, 1, 2, 3, 4, 5.5)',
  ],
  given: ['2024-02-29', '1969-07-20 20:17:40.123'],
  placeholder: '?::timestamp',
  forms: [
    "date_trunc('month', {date})", "CASE WHEN {date} < '2100-01-01' THEN {date} + interval '1 month' END",
    'coalesce({date}, {date})', 'greatest({date}, {date})',
    "to_timestamp(({int} % 100000)::float8) AT TIME ZONE 'UTC'", '({rows:date} LIMIT 1)',
    '({date})::date::timestamp',
  ],
  aggregates: ['max({date})', 'min({date})'],
  windows: ['lag({date}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const bytes: Kind = {
  constants: [
    "'\\x'::bytea", "'\\x00ff'::bytea", "decode('deadbeef', 'hex')", "convert_to('ü', 'UTF8')",
    'NULL::bytea',
  ],
  given: ['\\x0102', null],
  placeholder: '?::bytea',
  forms: [
    "convert_to({text}, 'UTF8')", 'substr({bytes}, 2)', '{bytes} || {bytes}', 'sha256({bytes})',
    'coalesce({bytes}, {bytes})', 'CASE WHEN {bool} THEN {bytes} END',
  ],
  aggregates: ["string_agg({bytes}, '\\x00'::bytea)"],
  windows: ['lag({bytes}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const json: Kind = {
  constants: [
    '\'{"a":[1,2.50,null],"c":"x"}\'::jsonb', "'[]'::jsonb", '\'{"a":9007199254740993}\'::jsonb',
    '\'"te\\\\xt"\'::jsonb', 'NULL::jsonb',
  ],
  given: ['{"a":[3]}', null],
  placeholder: '?::jsonb',
  forms: [
    "jsonb_build_object('k', {int}, 'l', {text})", 'jsonb_build_array({int}, {decimal}, {text})',
    'to_jsonb(({text})::text)', "{json} -> 'a'", "jsonb_path_query_first({json}, '$.a[*] ? (@ > 1)')",
    'coalesce({json}, {json})', 'jsonb_strip_nulls({json})', 'to_jsonb({list})', "{json} #> '{a,0}'",
    'row_to_json(ROW({int}, {text}))::jsonb', 'array_to_json({list})::jsonb',
  ],
  aggregates: [
    'jsonb_agg(({text})::text)', 'jsonb_agg({int} ORDER BY {int})', 'jsonb_agg(DISTINCT ({text})::text)',
  ],
  windows: ['lag({json}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const list: Kind = {
  constants: [
    "ARRAY['a', 'b c', NULL]", "'{}'::text[]", 'ARRAY[]::text[]', 'NULL::text[]',
    '\'{"q\\"uote","back\\\\\\\\slash"}\'::text[]',
  ],
  given: ['{a,b}', null],
  placeholder: '?::text[]',
  forms: [
    'ARRAY[{text}, {text}]', 'array_append({list}, {text})', '{list} || {list}',
    "string_to_array({text}, ' ')", 'ARRAY({rows:text})', '({list})[1:2]',
    "regexp_split_to_array({text}, ' ')", 'array_remove({list}, {text})', 'ARRAY[{text}, ({list})[1]]',
  ],
  aggregates: ['array_agg(({text})::text ORDER BY {int})', 'array_agg(DISTINCT ({text})::text)'],
  windows: ['lag({list}) OVER {over}'],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const odd: Kind = {
  constants: [
    "interval '1 year -2 days 03:04:05.6'", "'-1 day'::interval", 'NULL::interval', "interval '1.5' hour",
  ],
  given: ['3 days', null],
  placeholder: '?::interval',
  forms: [
    '{odd} * 2', "age(timestamp '2024-03-01', timestamp '2020-02-29')", 'justify_days({odd})',
    'make_interval(days => ({int} % 100)::int)', 'coalesce({odd}, {odd})',
  ],
  aggregates: ['sum({odd})', 'max({odd})'],
  windows: [],
};

// biome-ignore format: lists of pieces, as many in a line as fit
const opaque: Kind = {
  constants: ['\'{"b" : 1, "a":1.0}\'::json', 'NULL::json', "'[1.0, 1e2]'::json"],
  given: ['{"z" : 1}', null],
  placeholder: '?::json',
  forms: [
    'to_json(({text})::text)', 'json_build_array({int}, {text}, {real})',
    "json_build_object('a', {decimal})", '{opaque} -> 0', 'row_to_json(ROW({int}, {date}))',
  ],
  aggregates: [],
  windows: [],
  opaque: true,
};

// biome-ignore format: lists of pieces, as many in a line as fit
const bool: Kind = {
  constants: ['TRUE', 'FALSE', 'NULL::bool', "'yes'::bool"],
  given: [true, false, null],
  placeholder: '?::bool',
  forms: [
    '{int} < {int}', '{real} >= {real}', '{text} = {text}', '{text} IS DISTINCT FROM {text}',
    '{any} IS NULL', '{any} NOTNULL', '{int} BETWEEN {int} AND {int}',
    '{int} BETWEEN SYMMETRIC {int} AND {int}', '{int} IN ({int}, {int}, {int})', '{int} IN ({rows:int})',
    '{text} NOT IN ({rows:text})', 'EXISTS ({rows:int})', 'NOT EXISTS ({rows:text})',
    "{text} LIKE '%' || {text}", "{text} ILIKE '%!_%' ESCAPE '!'", "{text} ~* '^[a-e]'",
    "{text} SIMILAR TO '%(a|b)%'", '({bool} AND {bool})', '({bool} OR {bool})', 'NOT ({bool})',
    '({int}, {text}) = ({int}, {text})', '{int} = ANY (ARRAY[{int}, {int}])', '{text} = ANY ({list})',
    '{int} > ALL ({rows:int})', '{bool} IS NOT TRUE', '{bool} IS UNKNOWN', '{json} @> \'{"a":[1]}\'',
    "{json} ? 'a'", '{list} && {list}',
    "({date}, {date}) OVERLAPS ('2024-01-01'::timestamp, '2024-12-31'::timestamp)",
    'ROW({int}, {text}) < ROW({int}, {text})', "starts_with({text}, 'x')",
    "has_table_privilege('customer', 'select')", 'int4range(1, 5) @> 3',
    "to_tsvector('english', {text}) @@ to_tsquery('english', 'quick | x')",
  ],
  aggregates: ['bool_and({bool})', 'every({bool})', 'bool_or({bool})'],
  windows: ['lag({bool}) OVER {over}'],
};

/** What expressions of PostgreSQL are written as, by their kind. */
export const postgresKinds = { int, real, decimal, text, date, bytes, json, list, odd, opaque, bool };
