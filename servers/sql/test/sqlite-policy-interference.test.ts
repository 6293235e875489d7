import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import { OPEN, type Policy } from '../src/policy/policy.ts';
import { visibleTables } from '../src/policy/visible-tables.ts';
import { Keeper } from '../src/sqlite/kept/keeper.ts';
import { readPlan, readRows } from '../src/sqlite/read.ts';
import { readCatalog } from '../src/sqlite/read-catalog.ts';
import { numbersOf, SHOP_POLICY, shopFile } from './sqlite-policy-shop.ts';
import { Maker } from './sqlite-policy-statements.ts';

const STATEMENTS = 2_000;
const NO_OTHER_WAY = 'in the order of a column that is kept back';
const CAPS = { ...DEFAULT_CAPS, rows: 40, bytes: 4_000, cell: 60, page: { skip: 0 } };

/** A shop as the process that has it open answers for it. */
function shop(path: string, policy: Policy) {
  const database = new Database(path, { readonly: true });
  database.defaultSafeIntegers(true);
  onTestFinished(() => {
    database.close();
  });
  const keeper = new Keeper(policy);
  const within = <T>(read: () => T) => keeper.within(database, read);
  return {
    answer(sql: string) {
      const told = said(() => within(() => readRows(database, keeper, { sql, params: [] }, CAPS)));
      return { ...told, elapsedMs: 0 };
    },
    plan: (sql: string) => said(() => within(() => readPlan(database, keeper, { sql, params: [] }))),
    catalog: () =>
      visibleTables(
        within(() => readCatalog(database, keeper)),
        policy,
      ),
  };
}

function said(read: () => object): object {
  try {
    return read();
  } catch (error) {
    return { error: String(error) };
  }
}

it('answers the same, whatever the values of what is kept back', { timeout: 300_000 }, () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const one = shop(shopFile(seed, 1), SHOP_POLICY);
  const other = shop(shopFile(seed, 2), SHOP_POLICY);
  const open = shop(shopFile(seed, 1), OPEN);
  const counts = { answered: 0, masked: 0, refused: 0, ordered: 0, wrong: 0 };
  fc.assert(
    fc.property(fc.nat(2 ** 31), (number) => {
      const { sql, touches } = new Maker(numbersOf(number)).statement();
      const here = one.answer(sql);
      expect(other.answer(sql), `${seed}: ${sql}`).toEqual(here);
      expect(other.plan(sql), `${seed}: ${sql}`).toEqual(one.plan(sql));
      const free = 'rowsText' in open.answer(sql);
      const answered = 'rowsText' in here;
      counts[answered ? 'answered' : free ? 'refused' : 'wrong'] += 1;
      if (JSON.stringify(here).includes('‹masked›')) counts.masked += 1;
      // What keeps to what is open is answered wherever it is answered without a policy, but for the rare statement
      // that SQLite has no other way to answer.
      if (!touches && free && JSON.stringify(here).includes(NO_OTHER_WAY)) counts.ordered += 1;
      else if (!touches) expect(answered, `${seed}: ${sql}: ${JSON.stringify(here)}`).toBe(free);
    }),
    { numRuns: STATEMENTS },
  );
  process.stderr.write(`${STATEMENTS} statements on shop ${seed}: ${JSON.stringify(counts)}\n`);
  expect(counts.answered).toBeGreaterThan(STATEMENTS * 0.5);
  expect(counts.masked).toBeGreaterThan(STATEMENTS * 0.02);
  expect(counts.ordered).toBeLessThan(STATEMENTS * 0.01);
  expect(counts.refused).toBeGreaterThan(STATEMENTS * 0.05);
  expect(one.catalog()).toEqual(other.catalog());
});
