import { ToolError } from '@ashlar/kit/errors';
import { TestPostgres } from '@ashlar/kit/testing/servers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import type { Engine } from '../src/engine/engine.ts';
import { Policy, type PolicyOptions } from '../src/policy/policy.ts';
import { visibleTables } from '../src/policy/visible-tables.ts';
import { openPostgres } from '../src/postgres/postgres-engine.ts';
import { KEPT, SHOP, shopRows } from './kept-shop.ts';
import { onPostgres } from './postgres-programs.ts';
import { openWire } from './wire.ts';

const TERMS = { caps: { ...DEFAULT_CAPS, timeoutMs: 10_000 } };

/** Each has to be refused. */
const HOSTILE: readonly string[] = [
  // Hidden tables, wherever they stand.
  'SELECT * FROM secret',
  'TABLE secret',
  'TABLE ONLY secret',
  'SELECT * FROM public.secret',
  'SELECT * FROM "secret" AS orders',
  'SELECT * FROM U&"s\\0065cret"',
  'SELECT * FROM SECRET',
  'SELECT * FROM postgres.public.secret',
  'SELECT * FROM "odd Name"',
  'SELECT (SELECT max(note) FROM secret)',
  'SELECT id FROM orders WHERE id IN (SELECT id FROM secret)',
  'SELECT id FROM orders o WHERE EXISTS (TABLE secret)',
  'WITH x AS (SELECT note FROM secret) SELECT * FROM x',
  'WITH secret AS (SELECT * FROM secret) SELECT * FROM secret',
  'WITH secret AS (SELECT 1) SELECT * FROM secret',
  'WITH x AS (WITH secret AS (SELECT 1) SELECT 1) SELECT * FROM secret, x',
  'WITH RECURSIVE x AS (SELECT id FROM secret UNION SELECT id FROM x) SELECT * FROM x',
  'SELECT * FROM orders o, LATERAL (SELECT note FROM secret s WHERE s.id = o.id) n',
  'SELECT id FROM orders UNION SELECT id FROM secret',
  'SELECT id FROM orders EXCEPT TABLE secret',
  'VALUES ((SELECT count(*) FROM secret))',
  'SELECT 1 LIMIT (SELECT count(*) FROM secret)',
  'SELECT sum(id) OVER (ORDER BY (SELECT max(id) FROM secret)) FROM orders',
  'SELECT count(*) FILTER (WHERE id = ANY (SELECT id FROM secret)) FROM orders',
  'SELECT CASE WHEN (SELECT count(*) FROM secret) > 3 THEN 1 END',
  'SELECT ARRAY(SELECT note FROM secret)',
  'SELECT * FROM ROWS FROM (generate_series(1, (SELECT count(*)::int FROM secret))) AS x',
  'SELECT * FROM secret TABLESAMPLE SYSTEM (50)',
  'SELECT * FROM secret s(a, b, c) NATURAL JOIN orders',
  // Rows of a hidden table by inheritance, and of a partition that tells a value.
  'SELECT * FROM team',
  'SELECT * FROM staff_secret',
  'SELECT id FROM grade',
  'SELECT id FROM grade_one',
  // Views.
  ...['with_secret', 'with_email', 'over_email', 'by_email', 'by_key', 'whole', 'whole_text', 'same'].map(
    (view) => `SELECT id FROM ${view}`,
  ),
  ...['with_stats', 'with_catalog', 'with_xml', 'with_peek', 'with_operator', 'locking', 'kept_emails'].map(
    (view) => `SELECT count(*) FROM ${view}`,
  ),
  // Catalogs.
  'SELECT most_common_vals FROM pg_stats',
  'SELECT * FROM pg_catalog.pg_statistic',
  'SELECT relpages FROM pg_class',
  'SELECT * FROM information_schema.columns',
  'SELECT query FROM pg_stat_activity',
  'SELECT n_live_tup FROM pg_stat_user_tables',
  'SELECT histogram_bounds FROM pg_stats_ext',
  'SELECT * FROM pg_toast.pg_toast_2619',
  'SELECT last_value FROM pg_sequences',
  // Functions that read what a text says, that tell sizes, or that somebody made.
  "SELECT query_to_xml('SELECT * FROM secret', true, true, '')",
  "SELECT pg_catalog.query_to_xml('SELECT * FROM secret', true, true, '')",
  "SELECT table_to_xml('secret', true, true, '')",
  "SELECT schema_to_xml('public', true, true, '')",
  "SELECT database_to_xml(true, true, '')",
  "SELECT * FROM ts_stat('SELECT to_tsvector(note) FROM secret')",
  "SELECT ts_rewrite('a'::tsquery, 'SELECT note::tsquery, note::tsquery FROM secret')",
  'SELECT last_value FROM counter',
  "SELECT cursor_to_xml('c', 1, true, true, '')",
  "SELECT pg_relation_size('secret')",
  "SELECT pg_total_relation_size('customer')",
  "SELECT pg_get_viewdef('with_secret')",
  "SELECT pg_stat_get_live_tuples('secret'::regclass)",
  "SELECT ('secret'::regclass).pg_relation_size",
  "SELECT col_description('secret'::regclass, 1)",
  "SELECT domain_in('x', 'checked'::regtype, -1)",
  'SELECT peek()',
  'SELECT public.peek()',
  'SELECT * FROM peek()',
  'SELECT peek_always()',
  'SELECT peek_row(o) FROM orders o',
  'SELECT o.peek_row FROM orders o',
  'SELECT (o).peek_row FROM orders o',
  'SELECT peek_all(id) FROM orders',
  'SELECT 1 ===> 2',
  'SELECT 1 OPERATOR(public.===>) 2',
  'SELECT id ===> ANY (ARRAY[1]) FROM orders',
  'SELECT 1 ===> (SELECT 2)',
  "SELECT '(1,2)' ~=> 5",
  "SELECT '(1,2)' ~~=> '(1,2)'",
  // Types behind which is a function.
  "SELECT 'x'::checked",
  'SELECT CAST(state AS public.checked) FROM orders',
  "SELECT ARRAY['x']::checked[]",
  'SELECT * FROM json_to_record(\'{"a": "x"}\') AS r(a checked)',
  "SELECT ('x'::text)::pair",
  "SELECT checked('x')",
  'SELECT checked(state) FROM orders',
  "SELECT ('x'::text).checked",
  'SELECT ROW(1, 2)::pair IS NULL',
  // Types that tell of kept columns.
  'SELECT NULL::secret',
  "SELECT json_populate_record(NULL::customer, '{}')",
  'SELECT ARRAY[]::customer[]',
  'SELECT NULL::_customer',
  // Kept columns: there is nothing to be had of them.
  'SELECT ssn FROM customer',
  'SELECT c.ssn FROM customer c',
  'SELECT ssn(c) FROM customer c',
  'SELECT c.ssn_key FROM customer c',
  'SELECT ctid FROM customer',
  'SELECT xmin FROM customer',
  'SELECT tableoid FROM event',
  'SELECT id FROM customer ORDER BY ssn',
  'SELECT id FROM customer WHERE salary > 5',
  'SELECT sum(salary) FROM customer',
  'SELECT c.id FROM customer c JOIN secret USING (id)',
  'SELECT c::customer FROM customer c',
  'SELECT name, count(*) FROM customer GROUP BY id',
  'SELECT * FROM customer TABLESAMPLE BERNOULLI (50)',
  'WITH customer AS (SELECT email FROM customer) SELECT * FROM customer',
  'SELECT token FROM event',
  'SELECT token FROM event_old',
  'SELECT id FROM customer FOR UPDATE',
  'SELECT id FROM customer WHERE email = 5',
];

onPostgres('PostgreSQL of $name under a policy', (programs) => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await TestPostgres.start(programs);
    const admin = new pg.Client(server.url());
    await admin.connect();
    await admin.query('CREATE ROLE reader LOGIN; GRANT pg_read_all_data TO reader');
    await admin.query(SHOP);
    await admin.query(shopRows((below) => below - 1));
    await admin.end();
  }, 60_000);
  afterAll(() => server?.stop());

  const open = (role: string, kept: Partial<PolicyOptions> = KEPT) =>
    openPostgres(server.url(role), {
      anyRole: true,
      policy: new Policy({ onlyTables: [], hideTables: [], hideColumns: [], maskColumns: [], ...kept }),
    });
  const rows = async (engine: Engine, sql: string) => (await engine.run({ sql }, TERMS)).rows;

  describe.each(['root', 'reader'])('as %s', (role) => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await open(role);
    });
    afterAll(() => engine?.close());

    it.each(HOSTILE)('refuses %s', async (sql) => {
      await expect(engine.run({ sql }, TERMS)).rejects.toBeInstanceOf(ToolError);
      await expect(engine.explain({ sql }, TERMS)).rejects.toBeInstanceOf(ToolError);
    });

    it.each([
      ['SELECT email FROM customer WHERE id = 1', [['‹masked›']]],
      ['SELECT c.email AS a, email FROM customer AS c WHERE id = 1', [['‹masked›', '‹masked›']]],
      ['SELECT email(c), (c).email FROM customer c WHERE id = 1', [['‹masked›', '‹masked›']]],
      ['SELECT count(DISTINCT email), min(email) FROM public.customer', [[1, '‹masked›']]],
      ["SELECT count(*) FROM customer WHERE email LIKE '%example%' OR email IS NULL", [[0]]],
      ['SELECT email_key FROM customer WHERE id = 3', [['‹masked›']]],
      ['SELECT length(max(x.email)) FROM (SELECT * FROM customer) x', [[8]]],
      ['SELECT r FROM (SELECT name, email FROM customer WHERE id = 1) r', [['(n1,‹masked›)']]],
      [
        "SELECT to_jsonb(c) - 'mood' FROM customer c WHERE id = 1",
        [
          [
            '{"id": 1, "city": "Oslo", "name": "n1", "email": "‹masked›", "salary": "‹masked›", "email_key": "‹masked›"}',
          ],
        ],
      ],
      ['SELECT count(*) FROM ONLY person', [[5]]],
      ['SELECT count(*) FROM ONLY (person) AS p', [[5]]],
      ['SELECT count(*) FROM person * p', [[10]]],
      ['SELECT count(*) FROM ONLY /* ( */ public -- .\n ./* . */person AS p', [[5]]],
      ['SELECT count(*) FROM public./* x */person /* * */ * AS p', [[10]]],
      ['SELECT count(*) FROM (TABLE /* x */ ONLY -- (\n person) p', [[5]]],
      ['SELECT max(email) FROM public.U&"cust\\006fmer" AS c', [['‹masked›']]],
      ['SELECT max(email) FROM staff', [['‹masked›']]],
      ['SELECT max(payload), count(*) FROM event_new', [['‹masked›', 8]]],
      ['SELECT a FROM (TABLE person) p(i, n, a) LIMIT 1', [['‹masked›']]],
      ['SELECT c.color, c.email FROM other.customer c', [['red', '‹masked›']]],
      ['SELECT count(*) FROM customer a JOIN person b USING (email)', [[240]]],
      ['SELECT email FROM masked_itself LIMIT 1', [['‹masked›']]],
      ['WITH c(a, b, d) AS (SELECT id, email, city FROM "customer") SELECT b FROM c LIMIT 1', [['‹masked›']]],
    ])('masks in %s', async (sql, expected) => {
      const answered = await rows(engine, sql);
      // The order of keys in a document is the database's own.
      expect(answered).toEqual(expected);
    });

    it.each([
      'SELECT 1',
      'TABLE orders',
      'VALUES (1), (2)',
      "SELECT o.id, o.tags[1], o.doc ->> 'a' FROM orders o WHERE o.state LIKE 'n%' ORDER BY 1",
      'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT sum(n) FROM t',
      'WITH stats AS MATERIALIZED (SELECT city, count(*) n FROM customer GROUP BY 1) SELECT * FROM stats ORDER BY n, city',
      'SELECT * FROM open_customer',
      'SELECT * FROM open_twice',
      'SELECT * FROM cities',
      'SELECT * FROM counted',
      "SELECT now() > '2000-01-01', to_char(now(), 'YYYY'), extract(year FROM now()), date_trunc('day', now())",
      "SELECT json_agg(o), string_agg(state, ','), percentile_cont(0.5) WITHIN GROUP (ORDER BY total) FROM orders o",
      "SELECT p, m, m > 'low', p::int + 1, 3::plain FROM other.plain ORDER BY m",
      'SELECT row_number() OVER (PARTITION BY city ORDER BY id), lag(name) OVER (ORDER BY id) FROM customer',
      'SELECT * FROM customer c LEFT JOIN LATERAL (SELECT max(total) FROM orders o WHERE o.customer = c.id) m ON true',
      'SELECT * FROM generate_series(1, 3) g, unnest(ARRAY[1, 2]) u',
      'SELECT * FROM staff_open',
      'SELECT id, name FROM person',
      'SELECT * FROM event',
      'SELECT id FROM orders TABLESAMPLE BERNOULLI (100)',
      'SELECT * FROM "orders" /* secret */ -- customer.ssn',
      'SELECT upper(name) || $1 FROM customer WHERE city = $2 AND id = ANY ($3)',
      "SELECT name FROM customer WHERE id BETWEEN 2 AND 4 AND mood = 'low' AND city IN ('Bern', 'Oslo')",
      'SELECT \'é\' AS é, id FROM customer AS "ü" WHERE "ü".name <> \'ß\'',
      "SELECT 'secret', $$SELECT * FROM secret$$",
    ])('answers %s', async (sql) => {
      const params = sql.includes('$1') ? ['!', 'Oslo', '{1,5}'] : [];
      await expect(engine.run({ sql, params }, TERMS)).resolves.toHaveProperty('rows');
      await expect(engine.explain({ sql, params }, TERMS)).resolves.toHaveProperty('lines');
    });
  });

  it('names the rule', async () => {
    const engine = await open('reader');
    const why = async (sql: string) =>
      engine.run({ sql }, TERMS).catch(({ code, message }) => `${code} ${message}`);
    expect(await why('TABLE secret')).toBe('forbidden sql: asks about "public"."secret", which is hidden.');
    expect(await why('TABLE with_email')).toContain('"with_email", which reads columns that are kept back.');
    expect(await why('TABLE with_secret')).toContain('reads what is hidden');
    expect(await why('SELECT * FROM customer TABLESAMPLE SYSTEM (9)')).toContain(
      'samples "public"."customer"',
    );
    expect(await why('TABLE pg_class')).toContain('search_catalog tells what there is');
    expect(await why('SELECT peek()')).toContain('calls peek, which may tell of any table');
    expect(await why('WITH customer AS (SELECT 1) TABLE customer')).toContain('names a CTE customer');
    await engine.close();
  });

  it('opens only what is named, and what that is divided into', async () => {
    const engine = await open('reader', { onlyTables: ['event', 'open_customer'] });
    expect(await rows(engine, 'SELECT count(*) FROM event')).toEqual([[12]]);
    for (const other of ['orders', 'event_old', 'open_customer', 'pg_class', 'other.customer'])
      await expect(rows(engine, `TABLE ${other}`), other).rejects.toMatchObject({ code: 'forbidden' });
    await engine.close();
  });

  it('keeps what shares rows with a hidden table, whichever of them is named', async () => {
    for (const [hidden, asked] of [
      ['team', 'staff_open'],
      ['event', 'event_old'],
      ['event_old', 'event'],
    ] as const) {
      const engine = await open('reader', { hideTables: [hidden] });
      await expect(rows(engine, `TABLE ${asked}`), asked).rejects.toThrow('shares rows with a hidden table');
      await engine.close();
    }
    const engine = await open('reader', { maskColumns: ['person.email', 'event_old.payload'] });
    expect(await rows(engine, 'SELECT DISTINCT email FROM staff')).toEqual([['‹masked›']]);
    expect(await rows(engine, 'SELECT DISTINCT payload FROM event')).toEqual([['‹masked›']]);
    await engine.close();
  });

  it('keeps what has rows of another table in a column, and these are kept back', async () => {
    const admin = new pg.Client(server.url());
    await admin.connect();
    await admin.query(`CREATE TYPE version AS (number int, of customer);
      CREATE TABLE changed(id int, before customer); CREATE TABLE versions(id int, all_of version[]);
      CREATE TABLE kept_secret(id int, of secret); CREATE VIEW over_changed AS SELECT id FROM changed;
      CREATE TABLE noted(id int, of orders); INSERT INTO noted(id, of.id) VALUES (1, 7);
      GRANT SELECT ON changed, versions, kept_secret, over_changed, noted TO reader`);
    const engine = await open('reader');
    for (const sql of ['SELECT (before).ssn FROM changed', 'SELECT id FROM versions', 'TABLE kept_secret'])
      await expect(rows(engine, sql), sql).rejects.toThrow('has rows of another table in a column');
    await expect(rows(engine, 'TABLE over_changed')).rejects.toThrow('reads what is hidden');
    expect(await rows(engine, 'SELECT (of).id FROM noted')).toEqual([[7]]);
    await engine.close();
    await admin.query('DROP TABLE changed, versions, kept_secret, noted CASCADE; DROP TYPE version');
    await admin.end();
  });

  it('looks for casts and operators between types of PostgreSQL itself', async () => {
    const admin = new pg.Client(server.url());
    await admin.connect();
    await admin.query(`CREATE FUNCTION to_line(text) RETURNS line LANGUAGE sql STABLE AS $$ SELECT '{1,1,1}'::line $$;
      CREATE CAST (text AS line) WITH FUNCTION to_line(text) AS IMPLICIT`);
    const engine = await open('root');
    await expect(rows(engine, "SELECT '{1,1,1}'::text::line")).rejects.toThrow(
      'uses the type text, behind which',
    );
    await admin.query(`DROP FUNCTION to_line CASCADE; CREATE FUNCTION alike(json, json) RETURNS boolean LANGUAGE sql STABLE
      AS $$ SELECT EXISTS (SELECT FROM secret) $$; CREATE OPERATOR = (LEFTARG = json, RIGHTARG = json, FUNCTION = alike)`);
    await expect(
      rows(engine, "SELECT 1 FROM (SELECT '1'::json AS a) x JOIN (SELECT '1'::json AS a) y USING (a)"),
    ).rejects.toThrow('uses the operator =');
    await admin.query('DROP FUNCTION alike CASCADE');
    await engine.close();
    await admin.end();
  });

  it('takes functions, operators and types of extensions that look at nothing', async () => {
    const admin = new pg.Client(server.url());
    await admin.connect();
    await admin.query(`CREATE EXTENSION pg_trgm; CREATE EXTENSION citext; CREATE EXTENSION tablefunc;
      CREATE TABLE loose(name citext, mail citext); INSERT INTO loose VALUES ('Ann', 'a@b')`);
    const engine = await open('root', { maskColumns: ['mail'], hideTables: ['secret'] });
    const sql =
      "SELECT name, mail, similarity(name::text, 'ann'), name::text % 'ann' FROM loose WHERE name = 'ANN'";
    expect(await rows(engine, sql)).toEqual([['Ann', '‹masked›', 1, true]]);
    const crosstab = "SELECT * FROM crosstab('SELECT id, id, note FROM secret') AS c(id int, a text)";
    await expect(rows(engine, crosstab)).rejects.toMatchObject({ code: 'forbidden' });
    await engine.close();
    await admin.query('DROP TABLE loose; DROP EXTENSION pg_trgm, citext, tablefunc');
    await admin.end();
  });

  it('gives rows in no order that tells, be there an index with what is kept back', async () => {
    const admin = new pg.Client(server.url());
    await admin.connect();
    const script = [
      'CREATE TABLE wide(id int, email text, fill text); CREATE INDEX ON wide(email, id)',
      'CREATE VIEW narrow_view AS SELECT id FROM wide',
      "INSERT INTO wide SELECT g, md5(g::text), repeat('x', 500) FROM generate_series(1, 2000) g",
      'VACUUM ANALYZE wide',
      // Also where the role prefers indexes.
      'ALTER ROLE reader SET enable_seqscan = off',
    ];
    for (const part of script) await admin.query(part);
    const ids = async (client: { query(sql: string): Promise<{ rows: { id: number }[] }> }) =>
      (await client.query('SELECT id FROM wide')).rows.map(({ id }) => id);
    const inOrder = [...(await ids(admin))].sort((a, b) => a - b);
    // This is what it would come to.
    expect(await ids(admin)).not.toEqual(inOrder);
    const engine = await open('reader');
    for (const place of ['wide', 'narrow_view']) {
      const terms = { caps: { ...TERMS.caps, rows: 5_000 } };
      const answer = await engine.run({ sql: `SELECT id FROM ${place}` }, terms);
      expect(answer.rows.flat(), place).toEqual(inOrder);
    }
    await engine.close();
    await admin.query('ALTER ROLE reader RESET enable_seqscan; DROP TABLE wide CASCADE');
    await admin.end();
  });

  it('tells of no size in the plan of a table with columns that are kept back', async () => {
    const engine = await open('reader');
    const plan = async (sql: string) => (await engine.explain({ sql }, TERMS)).lines.join('\n');
    expect(await plan('SELECT id FROM customer')).not.toMatch(/cost|rows|width/);
    expect(await plan('SELECT * FROM open_customer')).not.toMatch(/cost|rows|width/);
    expect(await plan('SELECT id FROM orders')).toMatch(/cost/);
    await engine.close();
  });

  it('has a catalog of what is left', async () => {
    const engine = await open('reader');
    const tables = visibleTables(await engine.catalog(TERMS), new Policy(KEPT));
    const names = tables.map(({ name }) => name);
    expect(
      names.filter((name) =>
        /^(?:with_(?!xml|peek|operator)|over_|by_|whole|same|kept_|secret|grade|team)/.test(name),
      ),
    ).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['open_customer', 'counted', 'cities', 'orders', 'person']));
    const customer = tables.find(({ name, schema }) => name === 'customer' && schema === 'public');
    expect(customer?.columns.map(({ name, masked }) => `${name}${masked ? '*' : ''}`)).toEqual([
      'id',
      'name',
      'city',
      'email*',
      'salary*',
      'mood',
      'email_key*',
    ]);
    await engine.close();
  });

  it('looks at the catalogs of PostgreSQL, whatever the role would find by their names', async () => {
    const admin = new pg.Client(server.url());
    await admin.connect();
    await admin.query(`CREATE TABLE pg_proc(); CREATE TABLE pg_inherits(inhrelid oid, inhparent oid);
      ALTER ROLE reader SET search_path = public, pg_catalog`);
    const engine = await open('reader', { hideTables: ['event'] });
    await expect(rows(engine, 'SELECT peek()')).rejects.toThrow('calls peek');
    await expect(rows(engine, 'TABLE event_old')).rejects.toThrow('shares rows');
    await engine.close();
    await admin.query('DROP TABLE public.pg_proc, public.pg_inherits; ALTER ROLE reader RESET search_path');
    await admin.end();
  });

  it('looks through views into schemas that the role may not use', async () => {
    const admin = new pg.Client(server.url());
    await admin.connect();
    await admin.query(`CREATE SCHEMA inner_room; CREATE TABLE inner_room.box(id int, email text, state text);
      INSERT INTO inner_room.box VALUES (1, 'a@b', 'new'); CREATE TYPE inner_room.size AS ENUM ('s');
      CREATE VIEW window_open AS SELECT id, 's'::inner_room.size AS size FROM inner_room.box;
      CREATE VIEW window_kept AS SELECT id FROM inner_room.box WHERE email > 'a';
      CREATE ROLE guest LOGIN; GRANT SELECT ON window_open, window_kept TO guest`);
    const engine = await open('guest');
    expect(await rows(engine, 'SELECT * FROM window_open')).toEqual([[1, 's']]);
    await expect(rows(engine, 'SELECT * FROM window_kept')).rejects.toThrow(
      'reads columns that are kept back',
    );
    const tables = await engine.catalog(TERMS);
    expect(
      tables.filter(({ name }) => /^window/.test(name)).map(({ name, refused }) => [name, refused]),
    ).toEqual([
      ['window_kept', true],
      ['window_open', undefined],
    ]);
    await engine.close();
    await admin.query('DROP SCHEMA inner_room CASCADE; DROP OWNED BY guest; DROP ROLE guest');
    await admin.end();
  });

  it('keeps it from every tool and resource', async () => {
    const kept = [
      '--mask-columns',
      'email',
      '--hide-columns',
      'ssn',
      '--hide-columns',
      'ssn_key',
      '--hide-tables',
      'secret',
    ];
    const { text, data, refuses, client } = await openWire([`db=${server.url('reader')}`, ...kept]);
    const listed = await text('search_catalog', { detail: 'full' });
    expect(listed).toContain('customer');
    expect(listed).not.toMatch(/ssn|secret\(|with_email/);
    const profile = await data('profile_table', { table: 'public.customer' });
    expect(profile.columns.find(({ name }: { name: string }) => name === 'email')).toEqual({
      name: 'email',
      type: 'text',
    });
    expect(JSON.stringify(profile)).not.toMatch(/example|ssn/);
    const { contents } = await client.sdk.readResource({ uri: 'sql://db/public/customer/sample' });
    expect(JSON.stringify(contents)).not.toMatch(/@|ssn/);
    expect(await refuses('profile_table', { table: 'secret' })).toContain('not_found');
    expect(await refuses('query', { sql: 'SELECT snn FROM customer' })).not.toContain('ssn');
    expect(await refuses('explain', { sql: 'SELECT * FROM secret' })).toContain('forbidden');
  });

  it('reads with the columns that the role may read', async () => {
    const admin = new pg.Client(server.url());
    await admin.connect();
    await admin.query('CREATE ROLE narrow LOGIN; GRANT SELECT (id, name) ON customer TO narrow');
    const engine = await open('narrow');
    expect((await rows(engine, 'SELECT * FROM customer WHERE id = 1'))[0]).toEqual([
      1,
      'n1',
      '‹masked›',
      '‹masked›',
      '‹masked›',
    ]);
    await engine.close();
    await admin.end();
  });
});
