import { TestPostgres } from '@ashlar/kit/testing/servers';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import type { Engine } from '../src/engine/engine.ts';
import { Policy } from '../src/policy/policy.ts';
import { openPostgres } from '../src/postgres/postgres-engine.ts';
import { anySelect } from './any-select.ts';
import { chanceOf } from './chance.ts';
import { KEPT, SHOP, shopRows } from './kept-shop.ts';
import { onPostgres } from './postgres-programs.ts';

const STATEMENTS = 1_000;
/** Of so many statements one is also explained, and asked without a policy. */
const EVERY = 4;
const TERMS = { caps: { ...DEFAULT_CAPS, timeoutMs: 20_000 } };

onPostgres('two databases of $name that differ only in what is kept back', (programs) => {
  let server: TestPostgres;
  const engines: Engine[] = [];
  const bare: pg.Client[] = [];
  beforeAll(async () => {
    server = await TestPostgres.start(programs);
    const admin = new pg.Client(server.url());
    await admin.connect();
    // Object ids are the same in both: by those some values are hashed.
    await admin.query('CREATE DATABASE shop');
    const shop = new pg.Client(server.url('root', 'shop'));
    await shop.connect();
    await shop.query(SHOP);
    await shop.end();
    for (const [seed, name] of ['left', 'right'].entries()) {
      await admin.query(`CREATE DATABASE ${name}_shop TEMPLATE shop`);
      const client = new pg.Client(server.url('root', `${name}_shop`));
      await client.connect();
      await client.query(shopRows(chanceOf(seed + 1)));
      bare.push(client);
      // As superuser: nothing but this server keeps anything back.
      engines.push(
        await openPostgres(server.url('root', `${name}_shop`), { anyRole: true, policy: new Policy(KEPT) }),
      );
    }
    await admin.end();
  }, 60_000);
  afterAll(async () => {
    await Promise.all(
      [...engines, ...bare.map((client) => ({ close: () => client.end() }))].map((one) => one.close()),
    );
    await server?.stop();
  });

  const heard = (engine: Engine, sql: string) =>
    engine.run({ sql }, TERMS).then(
      ({ columns, rows, truncated }) => ({ columns, rows, truncated }),
      ({ code, message, hint }) => ({ code, message, hint }),
    );
  const planned = (engine: Engine, sql: string) =>
    engine.explain({ sql }, TERMS).then(
      ({ lines }) => lines,
      ({ code, message }) => ({ code, message }),
    );

  const without = (client: pg.Client, sql: string) =>
    client.query({ text: sql, rowMode: 'array' }).then(({ rows }) => JSON.stringify(rows), String);

  it('answer alike, whatever is asked', { timeout: 300_000 }, async () => {
    const counts = { asked: 0, answered: 0, rows: 0, refused: 0, mistaken: 0, telling: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const sql = anySelect(chanceOf(seed));
        const [left, right] = await Promise.all(engines.map((engine) => heard(engine, sql)));
        expect(right, sql).toEqual(left);
        if ('rows' in (left ?? {})) {
          counts.answered++;
          if ((left as { rows: unknown[] }).rows.length > 0) counts.rows++;
        } else if ((left as { code: string }).code === 'forbidden') counts.refused++;
        else counts.mistaken++;
        if (counts.asked++ % EVERY > 0) return;
        const [one, other] = await Promise.all(engines.map((engine) => planned(engine, sql)));
        expect(other, sql).toEqual(one);
        const [a, b] = await Promise.all(bare.map((client) => without(client, sql)));
        if (a !== b) counts.telling++;
      }),
      { numRuns: STATEMENTS, endOnFailure: true },
    );
    // Enough are answered, and enough of them would tell the two apart without a policy.
    expect(counts.answered, JSON.stringify(counts)).toBeGreaterThan(STATEMENTS / 2);
    expect(counts.rows).toBeGreaterThan(STATEMENTS / 3);
    expect(counts.telling).toBeGreaterThan(STATEMENTS / EVERY / 8);
  });
});
