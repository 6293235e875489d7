import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDuckdb } from '../src/duckdb/duckdb-engine.ts';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import { OPEN, Policy } from '../src/policy/policy.ts';
import { testFolder } from './sqlite-file.ts';

const TERMS = { caps: DEFAULT_CAPS };
const KEPT = new Policy({ onlyTables: [], hideTables: [], hideColumns: ['secret'], maskColumns: [] });

const NAMES: readonly (readonly [mark: string, policy: Policy])[] = [
  ['[', OPEN],
  ['[', KEPT],
  ['*', OPEN],
  ['*', KEPT],
  ['?', KEPT],
];
/** No file is called by the others on Windows. */
const here = NAMES.filter(([mark]) => mark === '[' || process.platform !== 'win32');

it.each(here)('takes the name of a file for no pattern, with %s in it', async (mark, policy) => {
  const folder = testFolder();
  const name = mark === '[' ? 'a[b]' : `a${mark}`;
  writeFileSync(join(folder, `${name}.csv`), 'n\n1\n');
  writeFileSync(join(folder, 'ab.csv'), 'n\n2\n');
  const engine = await openDuckdb(join(folder, `${name}.csv`), { policy });
  onTestFinished(() => engine.close());
  expect((await engine.run({ sql: `FROM "${name}"` }, TERMS)).rows).toEqual([[1]]);
  await expect(engine.run({ sql: "FROM read_csv('ab.csv')" }, TERMS)).rejects.toMatchObject({
    code: 'forbidden',
  });
});
