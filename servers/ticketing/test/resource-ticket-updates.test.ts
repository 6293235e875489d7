import { join } from 'node:path';
import { connectHttp, listenTo, startHttp, tenantKeys, WAYS_TO_LISTEN } from '@ashlar/kit/testing';
import { expect, it, onTestFinished } from 'vitest';
import { server } from '../src/server.ts';
import { testFolder } from './sqlite-desk.ts';

const BIN = join(import.meta.dirname, '..', 'dist', 'main.js');
const TICKETS = ['ticket://OPS/OPS-1', 'ticket://OPS/OPS-2'];

const program = (file: string, ...args: string[]) => ({
  command: process.execPath,
  args: [BIN, '--file', file, '--project', 'OPS', ...args],
});

/** A client for each tenant of one server over HTTP; all have an OPS-1 and an OPS-2. */
async function tenantsOf<Tenant extends string>(file: string, ...tenants: Tenant[]) {
  const keys = await tenantKeys(server.name, tenants);
  const served = await startHttp(program(file, '--api-keys', keys.path));
  onTestFinished(async () => {
    await served.stop();
    await keys.dispose();
  });
  return Promise.all(
    keys.made.map(async ({ key }) => {
      const client = await connectHttp('v2', served.url, { headers: { authorization: `Bearer ${key}` } });
      onTestFinished(() => client.close());
      await client.call('create_ticket', { title: 'Disk full' });
      await client.call('create_ticket', { title: 'Certificate expired' });
      return client;
    }),
  );
}

type Client = Awaited<ReturnType<typeof tenantsOf>>[number];
const change = (client: Client | undefined, id: string) =>
  client?.call('comment_ticket', { id, body: `About ${id}, ${Math.random()}` });

it('tells each tenant of its own tickets, and of no other tenant’s of the same URI', async () => {
  const clients = await tenantsOf(join(testFolder(), 'tickets.db'), 'acme', 'globex');
  const listeners = await Promise.all(clients.map((client) => listenTo(client, TICKETS)));
  for (const [at, told] of listeners.entries()) {
    const heard = await told.afterwards(async () => {
      await change(clients[1 - at], 'OPS-1');
      await change(clients[at], 'OPS-2');
    });
    expect(heard).toEqual(['ticket://OPS/OPS-2']);
    await expect.poll(() => listeners[1 - at]?.heard).toEqual(['ticket://OPS/OPS-1']);
    for (const { heard: before } of listeners) before.length = 0;
  }
});

it.each(WAYS_TO_LISTEN)('of a tenant tells nobody who has none and is %s', async (_name, connect) => {
  const file = join(testFolder(), 'tickets.db');
  const [acme] = await tenantsOf(file, 'acme');
  const local = await connect(program(file));
  onTestFinished(() => local.close());
  for (const title of ['Disk full', 'Certificate expired']) await local.call('create_ticket', { title });
  const told = await listenTo(local, TICKETS);
  const heard = await told.afterwards(async () => {
    await change(acme, 'OPS-1');
    await change(local, 'OPS-2');
  });
  expect(heard).toEqual(['ticket://OPS/OPS-2']);
});
