/** Extensions whose functions look at nothing but what they are given. */
const EXTENSIONS: readonly string[] = [
  ...[
    'btree_gin',
    'btree_gist',
    'citext',
    'cube',
    'earthdistance',
    'fuzzystrmatch',
    'hstore',
    'intarray',
    'isn',
  ],
  ...['ltree', 'pg_trgm', 'pgcrypto', 'seg', 'unaccent', 'uuid-ossp', 'vector'],
];

/**
 * Of PostgreSQL's own functions an immutable one looks at nothing but its arguments. Of the others, which may look at
 * settings, the clock or any table, these look at no table that somebody made.
 */
const HARMLESS = new Set([
  ...[
    'age',
    'array_to_json',
    'array_to_string',
    'clock_timestamp',
    'concat',
    'concat_ws',
    'convert',
    'convert_from',
  ],
  ...[
    'convert_to',
    'current_database',
    'current_schema',
    'current_schemas',
    'current_setting',
    'current_user',
  ],
  ...[
    'date',
    'date_add',
    'date_part',
    'date_subtract',
    'date_trunc',
    'enum_first',
    'enum_last',
    'enum_range',
  ],
  ...['extract', 'format', 'format_type', 'gen_random_uuid', 'generate_series', 'get_current_ts_config'],
  ...['getdatabaseencoding', 'json_agg', 'json_agg_strict', 'json_build_array', 'json_build_object'],
  ...['json_object_agg', 'json_object_agg_strict', 'json_object_agg_unique', 'json_object_agg_unique_strict'],
  ...['json_populate_record', 'json_populate_recordset', 'json_to_record', 'json_to_recordset'],
  ...['json_to_tsvector', 'jsonb_agg', 'jsonb_agg_strict', 'jsonb_build_array', 'jsonb_build_object'],
  ...[
    'jsonb_object_agg',
    'jsonb_object_agg_strict',
    'jsonb_object_agg_unique',
    'jsonb_object_agg_unique_strict',
  ],
  ...[
    'jsonb_path_exists_tz',
    'jsonb_path_match_tz',
    'jsonb_path_query_array_tz',
    'jsonb_path_query_first_tz',
  ],
  ...['jsonb_path_query_tz', 'jsonb_populate_record', 'jsonb_populate_recordset', 'jsonb_to_record'],
  ...[
    'jsonb_to_recordset',
    'jsonb_to_tsvector',
    'length',
    'make_timestamptz',
    'money',
    'now',
    'numeric',
    'overlaps',
  ],
  ...['pg_backend_pid', 'pg_client_encoding', 'pg_collation_for', 'pg_column_size', 'pg_is_in_recovery'],
  ...['pg_timezone_abbrevs', 'pg_timezone_names', 'pg_typeof', 'phraseto_tsquery', 'plainto_tsquery'],
  ...['quote_literal', 'quote_nullable', 'random', 'random_normal', 'row_to_json', 'session_user'],
  ...[
    'statement_timestamp',
    'system_user',
    'text',
    'time',
    'timeofday',
    'timestamp',
    'timestamptz',
    'timetz',
  ],
  ...['timezone', 'to_char', 'to_date', 'to_json', 'to_jsonb', 'to_number', 'to_timestamp', 'to_tsquery'],
  ...['to_tsvector', 'transaction_timestamp', 'ts_headline', 'uuidv4', 'uuidv7', 'version'],
  ...['websearch_to_tsquery', 'xml', 'xml_is_well_formed'],
]);

/** Of a function of PostgreSQL's own that is not immutable. */
export function looksAtNoTable(name: string): boolean {
  return HARMLESS.has(name);
}

/** In SQL: whether the object with this id of this catalog belongs to such an extension. */
export function ofHarmlessExtension(catalog: string, id: string): string {
  const names = EXTENSIONS.map((name) => `'${name}'`).join(', ');
  return `EXISTS (SELECT FROM pg_depend m JOIN pg_extension x ON x.oid = m.refobjid WHERE m.classid = '${catalog}'::regclass
    AND m.objid = ${id} AND m.deptype = 'e' AND m.refclassid = 'pg_extension'::regclass AND x.extname IN (${names}))`;
}
