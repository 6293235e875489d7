import type { Client as V2Client } from '@modelcontextprotocol/client';
import type { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  PromptListChangedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AnyServer } from '../../src/index.ts';
import type { EventRecord } from '../../src/record/recorder.ts';
import {
  connectHttp,
  connectInProcess,
  connectStdio,
  startHttp,
  type TestClient,
} from '../../src/testing/index.ts';
import { changing } from '../fixture/changing-server.ts';
import { server } from '../fixture/echo-server.ts';
import { hostOf } from '../fixture/host.ts';
import { changingCommand } from '../fixture/programs.ts';

const TOOLS = 'notifications/tools/list_changed';

/** What a client is told of lists. */
async function listening(client: TestClient): Promise<string[]> {
  const told: string[] = [];
  if (client.kind === 'v1') {
    const sdk = client.sdk as V1Client;
    sdk.setNotificationHandler(ToolListChangedNotificationSchema, ({ method }) => void told.push(method));
    sdk.setNotificationHandler(PromptListChangedNotificationSchema, ({ method }) => void told.push(method));
    return told;
  }
  const sdk = client.sdk as V2Client;
  for (const method of [TOOLS, 'notifications/prompts/list_changed'] as const) {
    sdk.setNotificationHandler(method, () => void told.push(method));
  }
  if (client.kind === 'v2') await sdk.listen({ toolsListChanged: true, promptsListChanged: true });
  return told;
}

const overHttp = (kind: 'v1' | 'v2') => async () => {
  const { url, stop } = await startHttp(changingCommand(['--sessions']));
  onTestFinished(stop);
  return connectHttp(kind, url);
};

const WAYS: [string, () => Promise<TestClient>][] = [
  ['over stdio', () => connectStdio('v2', changingCommand())],
  ['over stdio, as in 2025', () => connectStdio('v1', changingCommand())],
  ['over HTTP', overHttp('v2')],
  ['over HTTP in a session of 2025', overHttp('v1')],
];

describe('a list that changes (needs a Node that runs TypeScript)', () => {
  it.each(WAYS)('is told of %s, and is another one then', async (_way, connect) => {
    const client = await connect();
    onTestFinished(() => client.close());
    expect(client.sdk.getServerCapabilities()?.tools).toEqual({ listChanged: true });
    const told = await listening(client);
    const names = async () => (await client.listed()).tools.map(({ name }) => name);
    expect(await names()).toEqual(['change']);
    await client.text('change', { to: 'nothing' }); // which is no change
    await client.text('change', { to: 'more' });
    await vi.waitUntil(() => told.length > 0, { timeout: 10_000 });
    expect(await names()).toEqual(['change', 'extra']);
    expect(await client.text('extra')).toBe('extra ran');
    expect(told).toEqual([TOOLS]);
  });
});

/** A host whose lists change, with what it recorded. */
async function changed(...args: string[]) {
  const offered = { extra: 'nothing' as 'nothing' | 'more' | 'another' | 'broken', told: undefined };
  const { host, entries } = await hostOf(changing(offered) as AnyServer, args);
  const events: EventRecord[] = [];
  host.recorders.push({ event: (event) => void events.push(event) });
  const told: string[] = [];
  host.lists.subscribe((list) => told.push(list));
  const offer = (extra: typeof offered.extra) => {
    offered.extra = extra;
    host.lists.look();
  };
  return { host, entries, events, told, offer };
}

describe('what is offered', () => {
  it('is in the record by name: what came, what is described otherwise, what went', async () => {
    const { events, told, offer, entries } = await changed();
    for (const extra of ['more', 'another', 'another', 'nothing'] as const) offer(extra);
    const none = { added: [], removed: [], changed: [] };
    expect(events.map(({ kind, name, details }) => [kind, name, details])).toEqual([
      ['lifecycle', 'lists changed', { tools: { ...none, added: ['extra'] } }],
      ['lifecycle', 'lists changed', { tools: { ...none, changed: ['extra'] } }],
      ['lifecycle', 'lists changed', { tools: { ...none, removed: ['extra'] } }],
    ]);
    expect(told).toEqual(['tools', 'tools', 'tools']);
    expect(entries.filter(({ msg, message }) => (msg ?? message) === 'lists changed')).toHaveLength(3);
  });

  it('stays as it was where it cannot be served', async () => {
    const { host, told, offer, entries } = await changed();
    offer('more');
    offer('broken');
    expect([...host.surface.tools.keys()]).toEqual(['change', 'extra']);
    expect(told).toEqual(['tools']);
    expect(JSON.stringify(entries)).toContain('what is offered now cannot be served');
  });

  it('never is more than the operator has left', async () => {
    for (const args of [['--read-only'], ['--tools', 'change']]) {
      const { host, told, offer } = await changed(...args);
      offer('more');
      expect([...host.surface.tools.keys()]).toEqual(['change']);
      expect(told).toEqual([]);
    }
  });

  it('is watched for as long as the domain is open', async () => {
    const offered = { extra: 'nothing' as const, told: undefined as (() => void) | undefined };
    const { host } = await hostOf(changing(offered) as AnyServer);
    expect(offered.told).toBeUndefined();
    await host.domain();
    expect(offered.told).toBeDefined();
    await host.close();
    expect(offered.told).toBeUndefined();
  });
});

it('a server that says nothing of changes declares none, and its lists may be kept', async () => {
  const client = await connectInProcess(server as AnyServer);
  onTestFinished(() => client.close());
  const { tools, prompts, resources } = client.sdk.getServerCapabilities() ?? {};
  expect([tools, prompts, resources?.listChanged]).toEqual([{}, {}, undefined]);
  expect(await (client.sdk as V2Client).listTools()).toMatchObject({ ttlMs: 300_000 });
  const other = await connectInProcess(changing() as AnyServer);
  onTestFinished(() => other.close());
  expect(await (other.sdk as V2Client).listTools()).toMatchObject({ ttlMs: 0 });
});
