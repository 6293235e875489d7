import { expect, it } from 'vitest';
import { openShop } from './wire.ts';

it('says what columns hold, over all rows of a small table', async () => {
  const { data } = await openShop(`CREATE TABLE t(id INTEGER PRIMARY KEY, state TEXT, doc BLOB);
    INSERT INTO t(state) VALUES ('new'), ('paid'), ('paid'), (NULL);`);
  const profile = await data('profile_table', { table: 'T' });
  expect(profile).toMatchObject({
    table: 't',
    rowsLookedAt: 4,
    complete: true,
    columns: [
      { name: 'id', type: 'integer', nulls: 0, distinct: 4, min: 1, max: 4 },
      { name: 'state', type: 'text', nulls: 1, distinct: 2, min: 'new', max: 'paid' },
      { name: 'doc', type: 'blob', nulls: 4, distinct: 0 },
    ],
  });
  expect(profile.sample).toEqual([
    [1, 'new', null],
    [2, 'paid', null],
    [3, 'paid', null],
    [4, null, null],
  ]);
});

it('shows nothing of columns that hold what people keep to themselves', async () => {
  const { data } = await openShop(
    `CREATE TABLE p("E-Mail" TEXT, n INT); INSERT INTO p VALUES ('a@example.org', 1), (NULL, 2)`,
  );
  const profile = await data('profile_table', { table: 'p' });
  expect(JSON.stringify(profile)).not.toContain('example.org');
  expect(profile.columns[0]).toEqual({
    name: 'E-Mail',
    type: 'text',
    nulls: 1,
    distinct: 1,
    min: '‹masked›',
    max: '‹masked›',
  });
});

it('looks at the first 100,000 rows of a larger table, and says so', async () => {
  const { data } = await openShop(`CREATE TABLE n(a INTEGER PRIMARY KEY);
    WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100010) INSERT INTO n SELECT x FROM c`);
  expect(await data('profile_table', { table: 'n' })).toMatchObject({
    rowsLookedAt: 100_000,
    complete: false,
  });
});

it('takes any name for a name, and says what may be meant', async () => {
  const odd = 'a"b\n; DROP TABLE t--';
  const { data, refuses } = await openShop(
    `CREATE TABLE "${odd.replaceAll('"', '""')}"("c""d" INT); CREATE TABLE customer(name)`,
  );
  expect((await data('profile_table', { table: odd })).columns).toMatchObject([{ name: 'c"d', nulls: 0 }]);
  expect(await refuses('profile_table', { table: 'custmer' })).toContain('Did you mean customer?');
  expect(await refuses('profile_table', { table: 'customer', columns: ['nam'] })).toContain(
    'Did you mean name?',
  );
});

it('shows of a blob how long it is, and what it begins with', async () => {
  const { data, client } = await openShop(
    'CREATE TABLE t(a BLOB, b); INSERT INTO t VALUES (zeroblob(60), zeroblob(5))',
  );
  const { columns, sample } = await data('profile_table', { table: 't' });
  expect(sample).toEqual([
    [
      { $bytes: 60, base64: 'A'.repeat(16) },
      { $bytes: 5, base64: 'AAAAAAA=' },
    ],
  ]);
  expect(columns[1].max).toEqual({ $bytes: 5, base64: 'AAAAAAA=' });
  const { contents } = await client.sdk.readResource({ uri: 'sql://shop/main/t/sample' });
  expect(JSON.parse(String((contents[0] as { text?: string }).text)).rows).toEqual(sample);
});

it('takes names as they are and as the catalog writes them', async () => {
  const { data, refuses } = await openShop('CREATE TABLE "19"" rack"("e mail" TEXT, "row" INT)');
  for (const table of ['19" rack', '"19"" rack"', '"19"" RACK"', 'main."19"" rack"', '"main"."19"" rack"']) {
    expect((await data('profile_table', { table })).table).toBe('"19"" rack"');
  }
  const { columns } = await data('profile_table', { table: '19" rack', columns: ['"ROW"', 'e mail'] });
  expect(columns).toMatchObject([{ name: 'row' }, { name: 'e mail' }]);
  expect(await refuses('profile_table', { table: '19 rack' })).toContain('Did you mean "19"" rack"?');
  expect(await refuses('profile_table', { table: '19" rack', columns: ['email'] })).toContain(
    'Did you mean "e mail"?',
  );
});

it('leaves out columns beyond thirty, and says how many', async () => {
  const { data } = await openShop(
    `CREATE TABLE w(${Array.from({ length: 200 }, (_, at) => `c${at}`).join(', ')})`,
  );
  const profile = await data('profile_table', { table: 'w' });
  expect(profile).toMatchObject({ columnsLeft: 170 });
  expect((await data('profile_table', { table: 'w', columns: ['c199'] })).columns).toHaveLength(1);
});

it('counts the rows of a table of which all columns are kept back', async () => {
  const { data } = await openShop('CREATE TABLE t(secret); INSERT INTO t VALUES (1), (2)', [
    ...['--hide-columns', 't.secret'],
  ]);
  expect(await data('profile_table', { table: 't' })).toEqual({
    ...{ table: 't', rowsLookedAt: 2, complete: true },
    ...{ columns: [], sample: [] },
  });
});
