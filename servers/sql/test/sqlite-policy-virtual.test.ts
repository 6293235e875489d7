import { expect, it } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import { Policy, type PolicyOptions } from '../src/policy/policy.ts';
import { ask, testEngine, testFile } from './sqlite-file.ts';

const NOTHING = { onlyTables: [], hideTables: [], hideColumns: [], maskColumns: [] };
const PERSON = `CREATE TABLE person(id INTEGER PRIMARY KEY, name, secret); INSERT INTO person VALUES (7, 'Ann', 'kept');
  CREATE TABLE audit(what); INSERT INTO audit VALUES ('kept');`;

const TELLING: readonly (readonly [
  what: string,
  table: string,
  said: Partial<PolicyOptions>,
  sql: string,
])[] = [
  [
    'that takes all columns of a table without naming them',
    `CREATE VIRTUAL TABLE v USING fts4(content="person"); INSERT INTO v(v) VALUES ('rebuild')`,
    { hideColumns: ['person.secret'] },
    'SELECT secret FROM v',
  ],
  [
    'whose rows have the ids of a table',
    "CREATE VIRTUAL TABLE v USING fts5(name, content='person'); INSERT INTO v(v) VALUES ('rebuild')",
    { hideColumns: ['person.id'] },
    'SELECT rowid FROM v',
  ],
  [
    'of the pages of all tables',
    'CREATE VIRTUAL TABLE v USING dbstat(main)',
    { hideTables: ['audit'] },
    'SELECT name FROM v',
  ],
];

it.each(TELLING)('keeps a virtual table back %s', async (_, table, said, sql) => {
  const policy = new Policy({ ...NOTHING, ...said });
  const path = testFile(PERSON + table);
  const [kept, open] = [await testEngine(path, { policy }), await testEngine(path)];
  expect((await ask(open, sql)).rowCount).toBeGreaterThan(0);
  await expect(ask(kept, sql)).rejects.toMatchObject({ code: 'forbidden' });
  const tables = await kept.catalog({ caps: DEFAULT_CAPS });
  expect(tables.find(({ name }) => name === 'v')).toHaveProperty('refused', true);
});

it('leaves a virtual table open that shows only what is open', async () => {
  const table = `CREATE VIRTUAL TABLE v USING fts4(content="person", name); INSERT INTO v(v) VALUES ('rebuild')`;
  const policy = new Policy({ ...NOTHING, hideColumns: ['person.secret'], hideTables: ['audit'] });
  const engine = await testEngine(testFile(PERSON + table), { policy });
  expect((await ask(engine, "SELECT docid, name FROM v WHERE v MATCH 'ann'")).rows).toEqual([[7, 'Ann']]);
});
