import mysql, { type Connection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import { openMysql } from '../src/mysql/mysql-engine.ts';
import { Policy, type PolicyOptions } from '../src/policy/policy.ts';
import { hasMariaDb, TestMariaDb } from './mariadb-server.ts';
import { openWire } from './wire.ts';

const TERMS = { caps: { ...DEFAULT_CAPS, timeoutMs: 10_000 } };
const NONE: PolicyOptions = { onlyTables: [], hideTables: [], hideColumns: [], maskColumns: [] };
const ONLY = { ...NONE, onlyTables: ['shop.orders', 'product'] };
const SCRIPT = `CREATE DATABASE shop; USE shop;
  CREATE TABLE orders(id int PRIMARY KEY, total int); INSERT INTO orders VALUES (1, 5);
  CREATE TABLE product(id int PRIMARY KEY, name varchar(9)); INSERT INTO product VALUES (1, 'a');
  CREATE TABLE secret(id int, note varchar(9)); INSERT INTO secret VALUES (1, 'TELL');
  CREATE VIEW told AS SELECT note FROM secret; CREATE SQL SECURITY INVOKER VIEW own_rights AS SELECT note FROM secret;
  CREATE DATABASE other; CREATE TABLE other.orders(id int);
  CREATE FUNCTION peek() RETURNS int READS SQL DATA RETURN (SELECT max(id) FROM secret)`;
const OPEN = 'GRANT SELECT ON shop.orders TO %; GRANT SELECT ON shop.product TO %';

describe.skipIf(!hasMariaDb)('MariaDB under a policy', () => {
  let server: TestMariaDb;
  let admin: Connection;
  beforeAll(async () => {
    server = await TestMariaDb.start();
    admin = await mysql.createConnection({
      ...{ host: '127.0.0.1', port: server.port, user: 'root', multipleStatements: true },
    });
    await admin.query(SCRIPT);
  }, 60_000);
  afterAll(async () => {
    await admin?.end();
    await server?.stop();
  });

  /** A login that may read what is open, and what else is granted. */
  const login = async (more: string) => {
    await admin.query(
      `CREATE USER reader; ${[OPEN, more].filter(Boolean).join('; ').replaceAll('%', 'reader')}`,
    );
    onTestFinished(async () => void (await admin.query('DROP USER reader')));
    return server.url('reader');
  };
  const open = async (url: string, policy = ONLY) =>
    openMysql(url, { policy: new Policy(policy), anyRole: true });

  it('opens where the grants keep all else, and they do', async () => {
    const engine = await open(await login(''));
    expect((await engine.run({ sql: 'SELECT total FROM shop.orders' }, TERMS)).rows).toEqual([[5]]);
    for (const sql of [
      'SELECT * FROM shop.secret',
      'SELECT * FROM shop.told',
      'SELECT shop.peek()',
      'SELECT * FROM mysql.user',
    ])
      await expect(engine.run({ sql }, TERMS), sql).rejects.toMatchObject({ code: 'forbidden' });
    const tables = await engine.catalog(TERMS);
    expect(tables.map(({ name }) => name)).toEqual(['orders', 'product']);
    await engine.close();
  });

  it.each([
    ['a hidden table', 'GRANT SELECT ON shop.secret TO %', '`shop`.`secret`'],
    ['a column of a hidden table', 'GRANT SELECT (note) ON shop.secret TO %', '`shop`.`secret`'],
    ['a table of that name elsewhere', 'GRANT SELECT ON other.orders TO %', '`other`.`orders`'],
    ['a whole database', 'GRANT SELECT ON shop.* TO %', '`shop`.'],
    ['everything', 'GRANT SELECT ON *.* TO %', 'GRANT SELECT ON *.*'],
    ['what others ask', 'GRANT PROCESS ON *.* TO %', 'GRANT PROCESS ON *.*'],
    ['its statistics', 'GRANT SELECT ON mysql.column_stats TO %', '`mysql`.`column_stats`'],
    [
      'a view with the rights of another',
      'GRANT SELECT ON shop.told TO %',
      '`shop`.`told`, which reads with the rights',
    ],
    ['what is granted to all', 'GRANT SELECT ON shop.secret TO PUBLIC', '`shop`.`secret`'],
    ['a role', 'CREATE ROLE auditor; GRANT auditor TO %', 'auditor'],
  ])('does not open where the login may read %s', async (_, grant, what) => {
    const url = await login(grant);
    onTestFinished(async () => {
      await admin.query('DROP ROLE IF EXISTS auditor');
      if (grant.includes('PUBLIC')) await admin.query('REVOKE SELECT ON shop.secret FROM PUBLIC');
    });
    await expect(open(url)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining(what),
      hint: expect.stringContaining('GRANT SELECT ON `shop`.`orders` TO reader;'),
    });
  });

  it('does not open where the login may call a function, nor as root', async () => {
    await expect(open(await login('GRANT EXECUTE ON FUNCTION shop.peek TO %'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(open(server.url('root'))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('opens with a view that reads with the rights of the login', async () => {
    const engine = await open(await login('GRANT SELECT ON shop.own_rights TO %'), {
      ...NONE,
      onlyTables: ['orders', 'product', 'own_rights'],
    });
    await expect(engine.run({ sql: 'SELECT * FROM shop.own_rights' }, TERMS)).rejects.toMatchObject({
      message: expect.stringContaining('lack'),
    });
    await engine.close();
  });

  it('refuses to mask, or to hide by name, and says what to do', async () => {
    const url = await login('');
    for (const kept of [{ maskColumns: ['total'] }, { hideColumns: ['total'] }, { hideTables: ['secret'] }]) {
      await expect(open(url, { ...ONLY, ...kept })).rejects.toMatchObject({
        code: 'forbidden',
        hint: expect.stringContaining('--only-tables'),
      });
    }
    const { refuses } = await openWire([`db=${url}`, '--mask-columns', 'total']);
    expect(await refuses('query', { sql: 'SELECT 1' })).toContain('MySQL and MariaDB cannot keep');
  });
});
