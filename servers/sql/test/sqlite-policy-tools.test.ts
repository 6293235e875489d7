import { expect, it } from 'vitest';
import { openShop } from './wire.ts';

const SCRIPT = `CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, email TEXT UNIQUE, ssn TEXT, pay INT);
  CREATE TABLE salary(id INTEGER PRIMARY KEY, amount INT);
  CREATE VIEW contact AS SELECT name, email AS address FROM person;
  CREATE VIEW paid AS SELECT name, amount FROM person JOIN salary ON pay = salary.id;
  INSERT INTO person VALUES (1, 'Ann', 'ann@example.org', '078-05-1120', 1), (2, 'Bob', NULL, '219-09-9999', 2);
  INSERT INTO salary VALUES (1, 71234), (2, 65432);`;
const OPTIONS = ['--hide-tables', 'salary', '--hide-columns', 'person.ssn', '--mask-columns', 'email'];
/** What is kept back, and names that nobody gave. */
const KEPT = /ann@|078-05|219-09|71234|65432|salary|ssn|amount/;

it('keeps to it in everything that a client is told', async () => {
  const wire = await openShop(SCRIPT, OPTIONS);
  const { client, data, text, refuses } = wire;
  const answer = await data('query', { sql: 'SELECT name, address AS a FROM contact ORDER BY name' });
  expect(answer.rows).toEqual([
    ['Ann', '‹masked›'],
    ['Bob', '‹masked›'],
  ]);
  const [source] = (await client.sdk.readResource({ uri: 'sql://shop/catalog' })).contents;
  const told = [
    answer,
    source,
    await text('search_catalog', { detail: 'full' }),
    await data('profile_table', { table: 'person' }),
    await data('profile_table', { table: 'contact' }),
    await client.sdk.readResource({ uri: 'sql://shop/main/person' }),
    await client.sdk.readResource({ uri: 'sql://shop/main/person/sample' }),
    await client.sdk.readResource({ uri: 'sql://shop/main/contact/sample' }),
    await data('explain', { sql: 'SELECT id, email FROM person WHERE name = ?', params: ['Ann'] }),
    await refuses('query', { sql: 'SELECT * FROM person' }),
    await refuses('query', { sql: 'SELECT * FROM paid' }),
    await refuses('query', { sql: 'SELECT salery FROM person' }),
    await refuses('query', { sql: 'SELECT * FROM salry' }),
    await refuses('profile_table', { table: 'paid' }),
    await refuses('query', { sql: "SELECT sql FROM sqlite_schema WHERE name LIKE 's%'" }),
  ].map((one) => JSON.stringify(one));
  for (const one of told) expect(one).not.toMatch(KEPT);
  expect(told.join()).toMatch(/‹masked›/);
});
