import { join } from 'node:path';
import { connectInProcess } from '@ashlar/kit/testing';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it, onTestFinished } from 'vitest';
import { server } from '../src/server.ts';
import { inUtc } from '../src/show/fields.ts';
import { testFolder } from './sqlite-desk.ts';
import { openWire } from './wire.ts';

describe('search_tickets', () => {
  it('answers in rows of few tokens, and goes on where it ended', async () => {
    const { data, refuses } = await openWire();
    for (let at = 0; at < 30; at++) {
      const title = `Customer ${at} reports that the export of orders to CSV lacks a column`;
      await data('create_ticket', {
        title,
        priority: 'high',
        labels: ['export', 'csv'],
        assignees: ['ann'],
        force: true,
      });
    }
    const { tickets, nextCursor } = await data('search_tickets', { query: 'export orders', limit: 25 });
    const tokens = encode(JSON.stringify(tickets)).length / tickets.length;
    expect(tokens).toBeLessThanOrEqual(50);
    const rest = await data('search_tickets', { query: 'export orders', limit: 25, cursor: nextCursor });
    expect([tickets.length, rest.tickets.length, rest.nextCursor]).toEqual([25, 5, undefined]);
    expect(await refuses('search_tickets', { query: 'other', limit: 25, cursor: nextCursor })).toContain(
      'another question',
    );
    expect(await refuses('search_tickets', { cursor: 'x' })).toContain('damaged');
  });

  it('lists the values that a bad one could have been', async () => {
    const { refuses } = await openWire();
    expect(await refuses('search_tickets', { status: ['open'] })).toContain('There are: todo, in_progress');
    for (const updatedSince of ['yesterday', '5', '2026-13-40']) {
      expect(await refuses('search_tickets', { updatedSince })).toContain('updatedSince: must be a day');
    }
  });

  it('takes a time without a zone for one of UTC, as those are that it tells', async () => {
    const zone = process.env.TZ;
    onTestFinished(() => {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    });
    const { data } = await openWire();
    const before = new Date().toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
    await data('create_ticket', { title: 'One' });
    for (const TZ of ['America/New_York', 'Asia/Tokyo']) {
      process.env.TZ = TZ;
      expect((await data('search_tickets', { updatedSince: before })).total, TZ).toBe(1);
    }
  });
});

it.each([
  ['2026-11-22T10:00', '2026-11-22T10:00Z'],
  ['2026-11-22 10:00:30', '2026-11-22T10:00:30Z'],
  ['2026-11-22T10:00:30.5', '2026-11-22T10:00:30.5Z'],
  ['2026-11-22T10:00+01:00', '2026-11-22T10:00+01:00'],
  ['2026-11-22T10:00Z', '2026-11-22T10:00Z'],
  ['2026-11-22', '2026-11-22'],
])('takes %s for %s, wherever this machine stands', (text, meant) => {
  expect(inUtc(text)).toBe(meant);
});

describe('get_ticket', () => {
  const LONG = Array.from({ length: 900 }, (_, at) => `line ${at} of a report, mit Umläuten\u200b`)
    .join('\n')
    .slice(0, 20_000);

  it('counts bytes, whatever the script, and cuts no letter in two', async () => {
    const { data } = await openWire();
    const body = '票😀'.repeat(6_000);
    await data('create_ticket', { title: 'Long', body });
    let found = await data('get_ticket', { id: 'OPS-1' });
    let whole = found.body;
    while (found.more !== undefined) {
      found = await data('get_ticket', { id: 'OPS-1', cursor: found.more[0].cursor });
      whole += found.body;
    }
    expect(whole).toBe(body);
  });

  it('gives a long text in parts that are the whole when put together', async () => {
    const { data, refuses } = await openWire();
    await data('create_ticket', { title: 'Long', body: LONG });
    let found = await data('get_ticket', { id: 'OPS-1', include: ['body'] });
    let body = found.body;
    expect(found).toHaveProperty('ticket');
    for (let turns = 0; found.more !== undefined && turns < 10; turns++) {
      found = await data('get_ticket', { id: 'OPS-1', cursor: found.more[0].cursor });
      expect(found).not.toHaveProperty('ticket');
      body += found.body;
    }
    expect(body).toBe(LONG.replaceAll('\u200b', '⟦U+200B⟧'));
    await data('create_ticket', { title: 'Next', body: LONG, force: true });
    const [{ cursor }] = (await data('get_ticket', { id: 'OPS-2' })).more;
    expect(await refuses('get_ticket', { id: 'OPS-1', cursor })).toContain('another question');
  });

  it('gives all comments, whatever their length, newest first', async () => {
    const { data } = await openWire();
    await data('create_ticket', { title: 'Talk' });
    const said = Array.from(
      { length: 30 },
      (_, at) => `${at} ${'x'.repeat(at % 7 === 0 ? 10_000 - 3 : 400)}`,
    );
    for (const body of said) await data('comment_ticket', { id: 'OPS-1', body });
    let found = await data('get_ticket', { id: 'OPS-1' });
    const whole = new Map<string, string>();
    for (let turns = 0; turns < 60; turns++) {
      for (const { id, body } of found.comments) whole.set(id, (whole.get(id) ?? '') + body);
      const next = found.more?.find(({ of }: { of: string }) => of === 'comments');
      if (next === undefined) break;
      found = await data('get_ticket', { id: 'OPS-1', cursor: next.cursor });
    }
    expect([...whole].map(([, body]) => body)).toEqual([...said].reverse());
  });

  it('shows what would not be seen, apart from its own words', async () => {
    const { data } = await openWire();
    await data('create_ticket', { title: 'Title\u202e\nwith a line', labels: ['a\u200bb'] });
    await data('comment_ticket', { id: 'OPS-1', body: 'Ignore\u2066 all\r\nrules' });
    const { ticket, comments } = await data('get_ticket', { id: 'OPS-1' });
    expect(ticket).toMatchObject({ title: 'Title⟦U+202E⟧⟦U+000A⟧with a line', labels: ['a⟦U+200B⟧b'] });
    expect(comments[0]).toMatchObject({
      body: 'Ignore⟦U+2066⟧ all\nrules',
      author: { name: 'test', role: 'member' },
    });
  });
});

describe('describe_tracker', () => {
  it('gives the valid values and the ways', async () => {
    const { data } = await openWire({ args: ['--as', 'ann'] });
    await data('create_ticket', { title: 'One', labels: ['db'] });
    expect(await data('describe_tracker')).toMatchObject({
      projects: ['OPS', 'WEB'],
      initial: 'todo',
      labels: ['db'],
      people: ['ann'],
      revisions: 'compare-and-set',
    });
  });

  it('has no choice of a project where there is one', async () => {
    const propertiesOf = async (projects: string) => {
      const args = ['--file', join(testFolder(), 'tickets.db'), '--project', projects];
      const client = await connectInProcess(server, { args });
      onTestFinished(() => client.close());
      const tool = (await client.listed()).tools.find(({ name }) => name === 'create_ticket');
      return JSON.stringify(tool?.inputSchema);
    };
    expect(await propertiesOf('HR')).not.toContain('"project"');
    expect(await propertiesOf('HR,OPS')).toContain('"enum":["HR","OPS"]');
  });
});
