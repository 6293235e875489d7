import { expect, it } from 'vitest';
import { testFile } from './sqlite-file.ts';
import { openWire } from './wire.ts';

const SHOP = `CREATE TABLE customer(id INTEGER PRIMARY KEY, "e mail" TEXT, name TEXT NOT NULL);
  CREATE TABLE "a/b %c"(x INT REFERENCES customer(id));
  WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 20)
  INSERT INTO customer SELECT x, 'secret@example.org', 'n' || x || char(0x202e) FROM c;`;

async function open() {
  const { client } = await openWire([
    `shop=${testFile(SHOP)}`,
    `stock=${testFile('CREATE TABLE item(id INT)')}`,
  ]);
  const read = async (uri: string) => {
    const { contents } = await client.sdk.readResource({ uri });
    return String((contents[0] as { text?: string }).text);
  };
  const completed = async (ref: object, name: string, value: string) =>
    (await client.sdk.complete({ ref: ref as never, argument: { name, value } })).completion.values;
  return { client, read, completed };
}

it('has the catalog of each source', async () => {
  const { read } = await open();
  expect(await read('sql://shop/catalog')).toBe(
    ['"a/b %c"(x int>customer) ~0', 'customer(id int*, "e mail" text, name text!) ~20'].join('\n'),
  );
  expect(await read('sql://stock/catalog')).toBe('item(id int) ~0');
});

it('has a table as SQL would make it, whatever it is called', async () => {
  const { read } = await open();
  expect(await read('sql://shop/main/a%2Fb%20%25c')).toBe(
    '-- about 0 rows\nCREATE TABLE "a/b %c" (\n  x int,\n  FOREIGN KEY (x) REFERENCES customer (id)\n);',
  );
});

it('has ten rows of a table, masked and made visible', async () => {
  const { read } = await open();
  const { columns, rows } = JSON.parse(await read('sql://shop/main/customer/sample'));
  expect(columns).toEqual(['id', 'e mail', 'name']);
  expect(rows).toHaveLength(10);
  expect(rows[0]).toEqual([1, '‹masked›', 'n1⟦U+202E⟧']);
});

it.each(['sql://nope/catalog', 'sql://shop/main/nope', 'sql://shop/other/customer', 'sql://shop/main/%zz'])(
  'refuses %s',
  async (uri) => {
    const { client } = await open();
    await expect(client.sdk.readResource({ uri })).rejects.toThrow();
  },
);

it('completes sources, schemas and tables', async () => {
  const { completed } = await open();
  const ref = { type: 'ref/resource', uri: 'sql://{source}/{schema}/{table}' };
  expect(await completed(ref, 'source', 's')).toEqual(['shop', 'stock']);
  expect(await completed(ref, 'schema', '')).toEqual(['main']);
  expect(await completed(ref, 'table', 'CU')).toEqual(['customer']);
  expect(await completed({ type: 'ref/prompt', name: 'explore' }, 'source', 'st')).toEqual(['stock']);
});

it('keeps what the database and the person say apart from its own sentences', async () => {
  const { client } = await open();
  const prompt = async (name: string, args: Record<string, string>) =>
    (await client.sdk.getPrompt({ name, arguments: args })).messages.map(
      ({ content }) => (content as { text: string }).text,
    );
  const explored = await prompt('explore', { source: '' });
  expect(explored[0]).not.toContain('a/b');
  expect(explored[1]).toContain('customer(id int*');
  const [own, asked] = await prompt('answer', { question: 'How many\u202e?' });
  expect(own).toContain('database shop');
  expect(asked).toBe('How many⟦U+202E⟧?');
  expect((await prompt('diagnose', { sql: 'SELECT 1', source: 'stock' }))[1]).toBe('SELECT 1');
});
