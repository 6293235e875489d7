import { expect, it } from 'vitest';
import { postgresHost } from './postgres-desk.ts';
import { onPostgres } from './postgres-programs.ts';
import { openWire, openWith, tenantCaller, type Wire } from './wire.ts';

onPostgres('the tools on PostgreSQL of $name', (programs) => {
  const host = postgresHost(programs);
  const open = (schema: string, ...args: string[]): Promise<Wire> =>
    openWith(['--backend', 'postgres', '--database-url', host.url(), '--database-schema', schema, ...args], {
      caller: tenantCaller('acme'),
    });

  it('work on the same tickets from two servers', async () => {
    const schema = host.newSchema();
    const [one, two] = await Promise.all([open(schema), open(schema)]);
    const draft = { title: 'Disk almost full on db-1', body: 'Monitoring: 91 %.', labels: ['disk'] };
    const made = await one.data('create_ticket', { ...draft, key: 'k' });
    expect(made).toMatchObject({ created: true, id: 'TASK-1', rev: '1' });
    expect(await two.data('create_ticket', { ...draft, key: 'k' })).toMatchObject({ replayed: true });
    expect(await two.data('create_ticket', draft)).toMatchObject({
      created: false,
      duplicates: [{ id: 'TASK-1' }],
    });
    await two.data('update_ticket', { id: 'TASK-1', rev: '1', priority: 'high' });
    expect(await one.refuses('update_ticket', { id: 'TASK-1', rev: '1', priority: 'low' })).toContain(
      'Nothing was changed.',
    );
    expect(await one.data('claim_ticket', { id: 'TASK-1' })).toMatchObject({ id: 'TASK-1' });
    expect(await two.data('search_tickets', { query: 'disk full', labels: ['DISK'] })).toMatchObject({
      tickets: [{ id: 'TASK-1', priority: 'high' }],
    });
    expect(await two.data('describe_tracker', {})).toMatchObject({ labels: ['disk'] });
  });

  it('offers what the embedded tracker offers, but for files and actions', async () => {
    const { client } = await open(host.newSchema(), '--project', 'OPS,WEB');
    const here = (await client.sdk.listTools()).tools;
    const { client: embedded } = await openWire();
    const there = (await embedded.sdk.listTools()).tools;
    const fieldsOf = ({ name, inputSchema }: (typeof there)[number]) => [
      name,
      Object.keys(inputSchema.properties ?? {}),
    ];
    expect(here.map(fieldsOf)).toEqual(there.map(fieldsOf));
    expect(JSON.stringify(here.map(({ inputSchema }) => inputSchema))).not.toMatch(/attachments/);
  });
});
