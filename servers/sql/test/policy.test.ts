import { join } from 'node:path';
import { startRaw } from '@ashlar/kit/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Table } from '../src/engine/table.ts';
import { Policy, type PolicyOptions } from '../src/policy/policy.ts';
import { visibleTables } from '../src/policy/visible-tables.ts';

const policy = (said: Partial<PolicyOptions>) =>
  new Policy({ onlyTables: [], hideTables: [], hideColumns: [], maskColumns: [], ...said });
const customer = { schema: 'main', name: 'customer' };

describe('a policy', () => {
  it('takes names with and without what they belong to, whatever their capitals', () => {
    for (const written of [
      'email',
      'Customer.EMAIL',
      'main.customer.email',
      '*.email',
      'cust*.e*l',
      '"email"',
    ]) {
      const { column } = { column: policy({ hideColumns: [written] }).column(customer, 'Email') };
      expect(column, written).toBe('hidden');
    }
    for (const written of ['mail', 'orders.email', 'other.customer.email', '"e*l"', 'e.mail']) {
      expect(policy({ hideColumns: [written] }).column(customer, 'email'), written).toBe('open');
    }
  });

  it('hides rather than masks what is named in both lists', () => {
    expect(policy({ hideColumns: ['email'], maskColumns: ['*'] }).column(customer, 'email')).toBe('hidden');
  });

  it('hides all tables but those that are named, and of them those that are hidden', () => {
    const some = policy({ onlyTables: ['main.*'], hideTables: ['customer'] });
    const open = ['customer', 'product'].filter((name) => some.opens({ schema: 'main', name }));
    expect(open).toEqual(['product']);
    expect(some.opens({ schema: 'pg_catalog', name: 'product' })).toBe(false);
  });

  it('refuses what is no name, and says which option', () => {
    for (const written of ['', ' ', '.', 'a. ', 'a.', '.a', 'a.b.c', 'a..b', '"a', 'a"b']) {
      expect(() => policy({ hideTables: [written] }), written).toThrow(/^--hide-tables: /);
    }
    expect(() => policy({ maskColumns: ['a.b.c.d'] })).toThrow('--mask-columns: a.b.c.d');
  });

  it('takes any name in quotes for that name and no other', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (name, other) => {
        const hidden = policy({ hideTables: [`"${name.replaceAll('"', '""')}"`] });
        expect(hidden.opens({ schema: 's', name })).toBe(false);
        const folded = (text: string) => text.toLowerCase().toUpperCase();
        if (folded(name) !== folded(other)) expect(hidden.opens({ schema: 's', name: other })).toBe(true);
      }),
    );
  });

  it('tells what it says in vain', () => {
    const said = policy({
      hideTables: ['customer', 'custmer'],
      maskColumns: ['email', 'emial', 'customer.*'],
    });
    const columns = [{ name: 'email' }];
    expect(said.idle([{ ...customer, columns }])).toEqual(['custmer', 'emial']);
  });
});

it('written wrong ends the start with one sentence, which says how to write it', async () => {
  const program = join(import.meta.dirname, '..', 'dist', 'main.js');
  const args = [program, join(import.meta.dirname, '..', 'sample', 'shop.db'), '--hide-tables', 'a..b'];
  const server = startRaw({ command: process.execPath, args });
  expect((await server.exited).code).toBe(2);
  expect(server.stderr()).toBe('ashlar-sql: --hide-tables: a..b is no name. Write table or schema.table.\n');
});

describe('a catalog under a policy', () => {
  const column = (name: string) => ({ name, type: 'int', nullable: false });
  const tables: Table[] = [
    {
      ...customer,
      kind: 'table',
      columns: [column('id'), column('email')],
      primaryKey: ['id'],
      foreignKeys: [],
    },
    {
      ...{ schema: 'main', name: 'order', kind: 'table' },
      columns: [column('id'), column('customer')],
      primaryKey: ['id'],
      foreignKeys: [{ columns: ['customer'], schema: 'main', table: 'customer', references: ['id'] }],
    },
  ];

  it('has no hidden table or column in it, and no key that tells of one', () => {
    const [order, ...others] = visibleTables(
      tables,
      policy({ hideTables: ['customer'], hideColumns: ['order.id'] }),
    );
    expect(others).toEqual([]);
    expect(order).toMatchObject({
      name: 'order',
      columns: [column('customer')],
      primaryKey: [],
      foreignKeys: [],
    });
    const keys = visibleTables(tables, policy({ hideColumns: ['customer.id'] })).flatMap(
      (table) => table.foreignKeys,
    );
    expect(keys).toEqual([]);
  });

  it('says which columns are masked', () => {
    const [shown] = visibleTables(tables, policy({ maskColumns: ['email'] }));
    expect(shown?.columns).toEqual([column('id'), { ...column('email'), masked: true }]);
    expect(shown?.primaryKey).toEqual(['id']);
  });
});
