import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Caller } from '@ashlar/kit';
import { describe, expect, it } from 'vitest';
import { openShop, type Shop } from './shop.ts';
import { testFolder } from './sqlite-desk.ts';
import { openWire, tenantCaller } from './wire.ts';

const TOKEN = 'shop-secret-token-1';
const LIMITS = { of: 'amount', each: 100, callerDay: 150, tenantDay: 250 };

function written(name: string, content: unknown): string {
  const path = join(testFolder(), name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** A refund at that shop. */
function refund(shop: Pick<Shop, 'url'>, limits: object = LIMITS) {
  return {
    refund: {
      description: 'Pay money of an order back.',
      params: {
        order: { type: 'text', pattern: '[A-Z0-9./%-]{1,20}' },
        amount: { type: 'number', description: 'EUR' },
        reason: { type: 'text', choices: ['late', 'wrong'], optional: true },
        note: { type: 'text', optional: true },
      },
      limits,
      request: {
        url: `${shop.url}/orders/{order}/refunds?for={tenant}`,
        token: { file: written('token', TOKEN) },
        reference: 'id',
      },
    },
  };
}

type Person = (message: string) => 'accept' | 'decline' | Promise<'accept' | 'decline'>;

interface Listed {
  inputSchema: { properties: object };
}

interface Start {
  limits?: object;
  shop?: Shop;
  file?: string;
  caller?: Caller;
  person?: Person;
  args?: string[];
}

async function withTicket({ limits, person = () => 'accept', args = [], ...rest }: Start = {}) {
  const shop = rest.shop ?? (await openShop());
  const shown: string[] = [];
  const { file, caller = tenantCaller('acme') } = rest;
  const wire = await openWire({
    caller,
    ...(file === undefined ? {} : { file }),
    args: ['--actions', written('actions.json', refund(shop, limits)), ...args],
    person: (message) => {
      shown.push(message);
      return person(message);
    },
  });
  if (file === undefined) await wire.data('create_ticket', { title: 'Wrong shoes' });
  const rev = async () => (await wire.data('get_ticket', { id: 'OPS-1' })).ticket.rev as string;
  const asked = async (more: object = {}) => ({
    id: 'OPS-1',
    rev: await rev(),
    order: 'AB-1',
    amount: 20,
    key: 'k',
    ...more,
  });
  const history = async () => (await wire.data('get_ticket', { id: 'OPS-1', include: ['history'] })).history;
  return { ...wire, shop, shown, asked, history, rev };
}

describe('an action', () => {
  it('is a tool with its parameters, and is done once a person has seen each of them', async () => {
    const { data, shop, shown, asked, history, client } = await withTicket();
    const { tools } = await client.listed();
    expect(Object.keys((tools.at(-1) as unknown as Listed).inputSchema.properties)).toEqual([
      'id',
      'rev',
      'order',
      'amount',
      'reason',
      'note',
      'key',
    ]);
    const done = await data('refund', await asked({ reason: 'late', note: 'say "sorry"' }));
    const [first = ''] = shown;
    expect(first.slice(first.indexOf('refund, for')).split('\n')).toEqual([
      'refund, for OPS-1 "Wrong shoes":',
      'order: "AB-1"',
      'amount: 20',
      'reason: "late"',
      'note: "say \\"sorry\\""',
      'with this, in 24 hours, by this caller: 20 of 150',
      'with this, in 24 hours, by all: 20 of 250',
    ]);
    expect(done).toMatchObject({ id: 'OPS-1', rev: '3', reference: 're_1' });
    expect(shop.asked).toMatchObject([
      {
        method: 'POST',
        path: '/orders/AB-1/refunds?for=acme',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: { order: 'AB-1', amount: 20, reason: 'late', ticket: 'OPS-1', caller: 'ann', tenant: 'acme' },
      },
    ]);
    expect(shop.asked[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    expect(await history()).toMatchObject([
      {
        what: 'refund',
        by: { name: 'ann' },
        changed: [
          { field: 'outcome', before: 'begun', after: 'done' },
          { field: 'reference', after: 're_1' },
        ],
      },
      {
        what: 'refund',
        changed: [
          { field: 'order', after: 'AB-1' },
          { field: 'amount', after: '20' },
          { field: 'reason' },
          { field: 'note' },
          { field: 'outcome', after: 'begun' },
        ],
      },
      { what: 'created' },
    ]);
  });

  it('is done once for each key, whatever is asked again', async () => {
    const { data, refuses, shop, shown, asked } = await withTicket();
    const first = await asked();
    const done = await data('refund', first);
    expect(await data('refund', first)).toEqual({ ...done, replayed: true });
    expect(await data('refund', await asked())).toMatchObject({ replayed: true });
    expect(await refuses('refund', await asked({ amount: 21 }))).toMatch(/^conflict: key: was used/);
    expect([shop.asked.length, shown.length]).toEqual([1, 1]);
  });

  it('tells a person of what was done for the ticket before', async () => {
    const { data, shown, asked } = await withTicket();
    await data('refund', await asked({ amount: 12.5 }));
    await data('refund', await asked({ key: 'k2' }));
    expect(shown[1]).toMatch(/^before, for this ticket: 12\.50, done, 20/m);
    expect(shown[1]).toContain('by this caller: 32.50 of 150');
  });

  it('is not done where they say no, nobody can be asked, or the ticket has changed', async () => {
    const { refuses, asked, shop, file, history } = await withTicket({ person: () => 'decline' });
    expect(await refuses('refund', await asked())).toContain('declined');
    expect(await refuses('refund', await asked({ rev: '7' }))).toMatch(/^conflict: rev:/);
    const args = ['--actions', written('actions.json', refund(shop))];
    const alone = await openWire({ file, args, caller: tenantCaller('acme') });
    expect(await alone.refuses('refund', await asked())).toContain('A person has to approve this');
    const slow = await withTicket({
      shop,
      file,
      person: async () => {
        await alone.data('comment_ticket', { id: 'OPS-1', body: 'Wait!' });
        return 'accept' as const;
      },
    });
    expect(await slow.refuses('refund', await slow.asked())).toMatch(/^conflict/);
    expect(shop.asked).toEqual([]);
    expect(await history()).toHaveLength(2);
  });

  it.each([
    ['amount', { amount: -1 }],
    ['amount', { amount: 0 }],
    ['amount', { amount: 1.005 }],
    ['amount', { amount: 100.01 }],
    ['order', { order: 'ab' }],
    ['order', { order: 'x AB-1' }],
    ['order', { order: 'AB-1\n' }],
    ['reason', { reason: 'other' }],
    ['note', { note: 'x\u202ey' }],
    ['note', { note: 'x\ny' }],
    ['note', { note: 'half of \ud83d' }],
    ['note', { note: 'x'.repeat(201) }],
    ['order', { order: '..' }],
    ['order', { order: '.' }],
  ])('does not take %s in %o', async (field, more) => {
    const { refuses, asked, shop } = await withTicket();
    expect(await refuses('refund', await asked(more))).toMatch(new RegExp(`^invalid_input: .*${field}`));
    expect(shop.asked).toEqual([]);
  });

  it('carries nothing that looks like a secret, and is not for customers', async () => {
    const secret = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
    const args = ['--customer-scope', 'customer'];
    const { data, refuses, asked, shop, file } = await withTicket({ args });
    expect(await refuses('refund', await asked({ note: secret }))).toMatch(/^forbidden: note: holds/);
    const caller = { ...tenantCaller('acme'), scopes: ['ticketing:destroy', 'customer'] };
    const customer = await withTicket({ shop, file, args, caller });
    expect(await customer.refuses('refund', await asked())).toMatch(/^forbidden: refund is for the team/);
    expect([shop.asked, customer.shown]).toEqual([[], []]);
    await data('refund', await asked({ note: 'has done so before' }));
    const seen = await customer.history();
    expect(
      seen.slice(0, 2).map(({ what, changed }: { what: string; changed: object[] }) => [what, changed]),
    ).toEqual([
      ['refund', [{ field: 'outcome', before: 'begun', after: 'done' }]],
      ['refund', [{ field: 'outcome', after: 'begun' }]],
    ]);
  });
});

describe('the limits of an action', () => {
  it('are held before anybody is asked, for a caller and for a tenant', async () => {
    const { data, refuses, asked, shown, shop, file } = await withTicket();
    await data('refund', await asked({ amount: 100, key: '1' }));
    expect(await refuses('refund', await asked({ amount: 50.01, key: '2' }))).toMatch(
      /^limited: amount: the limit of refund is 150 in 24 hours for you, of which 50 are left\./,
    );
    await data('refund', await asked({ amount: 50, key: '3' }));
    const bob = await withTicket({ shop, file, caller: { ...tenantCaller('acme'), subject: 'bob' } });
    expect(await bob.refuses('refund', await bob.asked({ amount: 100.01 }))).toMatch(/invalid_input|limited/);
    await bob.data('refund', await bob.asked({ amount: 99, key: '1' }));
    expect(await bob.refuses('refund', await bob.asked({ amount: 2, key: '4' }))).toContain(
      '250 in 24 hours for all of you, of which 1 are left',
    );
    expect([shown.length, bob.shown.length]).toEqual([2, 1]);
  });

  it('are of each tenant, and of no other', async () => {
    const { data, asked, shop, file } = await withTicket({ limits: { ...LIMITS, tenantDay: 100 } });
    await data('refund', await asked({ amount: 100 }));
    const other = await openWire({
      file,
      caller: tenantCaller('globex'),
      args: ['--actions', written('actions.json', refund(shop, { ...LIMITS, tenantDay: 100 }))],
      person: () => 'accept',
    });
    await other.data('create_ticket', { title: 'Theirs' });
    const theirs = { id: 'OPS-1', rev: '1', order: 'AB-1', amount: 100, key: 'k' };
    expect(await other.data('refund', theirs)).toMatchObject({ rev: '3', reference: 're_1' });
    expect(shop.asked.map(({ path }) => path)).toEqual([
      '/orders/AB-1/refunds?for=acme',
      '/orders/AB-1/refunds?for=globex',
    ]);
    expect((await other.data('get_ticket', { id: 'OPS-1', include: ['history'] })).history).toHaveLength(3);
  });

  it('hold for two that were approved at once', async () => {
    const { shop, file, data } = await withTicket();
    await data('create_ticket', { title: 'Other shoes' });
    let waiting = 0;
    let release = () => {};
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    const person: Person = async () => {
      waiting += 1;
      if (waiting === 2) release();
      await both;
      return 'accept' as const;
    };
    const answers = await Promise.all(
      ['OPS-1', 'OPS-2'].map(async (id) => {
        const { client } = await withTicket({ shop, file, person });
        return client.call('refund', { id, rev: '1', order: 'AB-1', amount: 80, key: id });
      }),
    );
    expect(answers.map(({ isError = false }) => isError).sort()).toEqual([false, true]);
    expect(shop.asked).toHaveLength(1);
  });

  it('count actions where nothing is added up', async () => {
    const { data, refuses, asked } = await withTicket({ limits: { callerDay: 2 } });
    for (const key of ['1', '2']) await data('refund', await asked({ key }));
    expect(await refuses('refund', await asked({ key: '3' }))).toContain('of which 0 are left');
  });
});

describe('what came of an action', () => {
  it.each([
    ['hang up' as const, 'its answer was lost'],
    [{ status: 500 }, 'it answered with 500'],
    [{ status: 503 }, 'it answered with 503'],
    [{ status: 408 }, 'it answered with 408'],
    [{ status: 302, headers: { location: '/elsewhere' } }, 'it answered with 302'],
  ])('is told as unknown after %o, and it is not tried again', async (deed, why) => {
    const { refuses, asked, shop, history, shown, data } = await withTicket();
    shop.does(deed);
    const call = await asked({ amount: 100 });
    const told = await refuses('refund', call);
    expect(told).toContain(`upstream: Nobody knows whether refund was done: ${why}.`);
    const [{ headers }] = shop.asked as [Shop['asked'][number]];
    expect(told).toContain(`look for the request ${headers['idempotency-key']}`);
    shop.does({ status: 201 });
    expect(await refuses('refund', call)).toContain('Nobody knows whether refund was done.');
    expect([shop.asked.length, shown.length]).toEqual([1, 1]);
    expect((await history())[0].changed).toEqual([{ field: 'outcome', before: 'begun', after: 'unknown' }]);
    // What may have been done counts.
    expect(await refuses('refund', await asked({ amount: 60, key: 'k2' }))).toMatch(/^limited/);
    expect(await data('get_ticket', { id: 'OPS-1' })).toBeDefined();
  });

  it.each([[{ status: 422, text: '{"why":"4242 4242"}' }], [{ status: 401 }], ['closed' as const]])(
    'is told as refused after %o, says nothing of the answer, and does not count',
    async (deed) => {
      const { refuses, asked, shop, history, data } = await withTicket();
      if (deed === 'closed') shop.close();
      else shop.does(deed);
      const call = await asked({ amount: 100 });
      const told = await refuses('refund', call);
      expect(told).toMatch(/^upstream: refund was refused: .* Nothing was done\./);
      expect(told).not.toMatch(/4242/);
      expect(await refuses('refund', call)).toContain('refund was refused. Nothing was done.');
      expect((await history())[0].changed).toEqual([{ field: 'outcome', before: 'begun', after: 'refused' }]);
      if (deed === 'closed') return;
      shop.does({ status: 200, text: 'no JSON' });
      expect(await data('refund', await asked({ amount: 100, key: 'k2' }))).not.toHaveProperty('reference');
      expect(shop.asked).toHaveLength(2);
    },
  );

  it('is unknown to who asks again while nobody has heard of it, such as after a kill', async () => {
    const { asked, shop, client, file } = await withTicket();
    shop.does('wait');
    const call = await asked();
    const first = client.call('refund', call);
    await expect.poll(() => shop.asked.length).toBe(1);
    const other = await withTicket({ shop, file });
    expect(await other.refuses('refund', call)).toContain('Nobody knows whether refund was done.');
    expect(other.shown).toEqual([]);
    shop.close();
    expect((await first).isError).toBe(true);
    expect(shop.asked).toHaveLength(1);
  });

  it('never shows the token, nor more of the answer than its reference', async () => {
    const { data, asked, history, client } = await withTicket();
    const done = await data('refund', await asked());
    const everything = JSON.stringify([done, await history(), await client.listed()]);
    expect(everything).not.toMatch(new RegExp(`${TOKEN}|4242|127\\.0\\.0\\.1`));
  });

  it('is nothing where there is no token: nothing is sent, nothing is booked', async () => {
    const shop = await openShop();
    const content = refund(shop);
    content.refund.request.token = { file: join(testFolder(), 'nowhere') };
    const { data, refuses } = await openWire({
      args: ['--actions', written('actions.json', content)],
      caller: tenantCaller('acme'),
      person: () => 'accept',
    });
    await data('create_ticket', { title: 'Wrong shoes' });
    const call = { id: 'OPS-1', rev: '1', order: 'AB-1', amount: 20, key: 'k' };
    expect(await refuses('refund', call)).toMatch(/^unavailable: There is no token for refund/);
    expect(shop.asked).toEqual([]);
    expect((await data('get_ticket', { id: 'OPS-1' })).ticket.rev).toBe('1');
  });

  it('is refused for a tenant that the request has a place for and the caller has none', async () => {
    const { refuses, asked, shop } = await withTicket({
      caller: { subject: 'me', scopes: [], via: 'stdio' },
    });
    expect(await refuses('refund', await asked())).toMatch(/^invalid_input: tenant: cannot be a part/);
    expect(shop.asked).toEqual([]);
  });
});

it('is offered by the profiles for support and all, and by no other', async () => {
  const actions = join(import.meta.dirname, '..', 'sample', 'actions.json');
  for (const [profile, there] of [
    ['core', false],
    ['support', true],
    ['all', true],
  ] as const) {
    const { client } = await openWire({ args: ['--actions', actions, '--profile', profile] });
    expect((await client.listed()).tools.some(({ name }) => name === 'refund')).toBe(there);
  }
});
