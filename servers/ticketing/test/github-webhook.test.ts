import { createHmac, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { connectHttp, listenTo, type RawServer, startHttp, startRaw, tenantKeys } from '@ashlar/kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { GithubNews } from '../src/github/news.ts';
import { repositoriesOf } from '../src/github/repository.ts';
import { isSigned } from '../src/github/signature.ts';
import { server } from '../src/server.ts';
import { GithubHost } from './github-host.ts';

const BIN = join(import.meta.dirname, '..', 'dist', 'main.js');
const SECRET = 'a secret that nobody guesses';
const hmac = (body: string, secret = SECRET) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

interface Example {
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: payloads of every event
  examples: any[];
}

/** Deliveries as GitHub has sent them. */
const EXAMPLES: Example[] = createRequire(import.meta.url)('@octokit/webhooks-examples');
const examplesOf = (event: string) => EXAMPLES.find(({ name }) => name === event)?.examples ?? [];

let host: GithubHost;
beforeAll(async () => {
  host = await GithubHost.start();
});
beforeEach(() => host.reset());
afterAll(() => host.close());

const command = (...args: string[]) => ({
  command: process.execPath,
  args: [BIN, '--backend', 'github', '--remember', 'off', '--github-url', host.url, ...args],
  env: { GITHUB_TOKEN: 'ghp_ann', HOOK_SECRET: SECRET },
});
const HOOKED = ['--webhook-secret-env', 'HOOK_SECRET'];

/** The program over HTTP, with a webhook. */
async function start(...args: string[]) {
  const { url, raw, stop } = await startHttp(command(...HOOKED, ...args));
  onTestFinished(stop);
  return { url, raw, hook: url.replace('/mcp', '/webhooks/github') };
}

async function connected(url: string, key?: string) {
  const client = await connectHttp('v2', url, key ? { headers: { authorization: `Bearer ${key}` } } : {});
  onTestFinished(() => client.close());
  return client;
}

/** Sends what GitHub would; a header that is undefined is left out. */
async function send(
  hook: string,
  payload: object,
  { event = 'issues', ...change }: Record<string, string | undefined> = {},
) {
  const body = JSON.stringify(payload);
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': hmac(body),
    ...change,
  };
  const kept = Object.entries(headers).filter((one): one is [string, string] => one[1] !== undefined);
  return (await fetch(hook, { method: 'POST', headers: kept, body })).status;
}

const changed = (number: number, repository = 'acme/web', more: object = {}) => ({
  action: 'edited',
  repository: { full_name: repository },
  issue: { number, title: 'A title that nobody logs', ...more },
});

function expectSilence({ stderr }: RawServer): void {
  for (const secret of ['nobody logs', SECRET, 'sha256=']) expect(stderr()).not.toContain(secret);
}

describe('who listens to a ticket of GitHub', () => {
  it('is told when GitHub says by its webhook that somebody has changed it', async () => {
    const { url, hook, raw } = await start('--repo', 'acme/web');
    for (const title of ['One that nobody logs', 'Two']) {
      await host.as('bob', 'POST', '/repos/acme/web/issues', { title });
    }
    const config = { url: hook, secret: SECRET, content_type: 'json' };
    await host.as('ann', 'POST', '/repos/acme/web/hooks', { config, events: ['*'], active: true });
    const told = await listenTo(await connected(url), ['ticket://web/web-1', 'ticket://web/web-2']);
    const comment = { body: 'Seen by somebody; nobody logs it.' };
    const heard = await told.afterwards(() =>
      host.as('bob', 'POST', '/repos/acme/web/issues/2/comments', comment),
    );
    expect(heard).toEqual(['ticket://web/web-2']);
    const edited = await told.afterwards(() =>
      host.as('bob', 'PATCH', '/repos/acme/web/issues/1', { title: 'New' }),
    );
    expect(edited).toEqual(['ticket://web/web-1']);
    expectSilence(raw);
  });

  it('is told of nothing that is not signed, not allowed, not an issue, or came before', async () => {
    const { url, hook, raw } = await start('--repo', 'acme/web');
    const told = await listenTo(await connected(url), ['ticket://web/web-1', 'ticket://web/web-2']);
    const heard = await told.afterwards(async () => {
      const refused = [
        await send(hook, changed(1), { 'x-hub-signature-256': hmac('{}') }),
        await send(hook, changed(1), {
          'x-hub-signature-256': hmac(JSON.stringify(changed(1)), 'another secret of that length'),
        }),
        await send(hook, changed(1), { 'x-hub-signature-256': undefined }),
        await send(hook, changed(1), { 'x-hub-signature-256': 'sha256=' }),
        await send(hook, changed(1), { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }),
        await send(hook, changed(1), { 'x-github-delivery': undefined }),
      ];
      expect(refused).toEqual([401, 401, 401, 401, 401, 401]);
      const without = [
        await send(hook, changed(1, 'acme/secret')),
        await send(hook, changed(1, 'acme/web', { pull_request: {} })),
        await send(hook, changed(1), { event: 'push' }),
        await send(hook, { ...changed(1), zen: 'Hi.' }, { event: 'ping' }),
        await send(hook, changed(2)),
      ];
      expect(without).toEqual([202, 202, 202, 202, 202]);
    });
    expect(heard).toEqual(['ticket://web/web-2']);
    // Again, and under another name: both came before.
    const again = { ...changed(1), again: true };
    await told.afterwards(() => send(hook, again, { 'x-github-delivery': 'once' }));
    const last = await told.afterwards(async () => {
      expect(await send(hook, again, { 'x-github-delivery': 'once' })).toBe(202);
      expect(await send(hook, again)).toBe(202);
      expect(await send(hook, { ...changed(2), last: true })).toBe(202);
    });
    expect(last).toEqual(['ticket://web/web-2']);
    expectSilence(raw);
  });

  it('is told by the id that the ticket has here, where two repositories have one name', async () => {
    const { url, hook } = await start('--repo', 'acme/web,ann/web');
    const mine = 'ticket://ann%2Fweb/ann%2Fweb-7';
    const told = await listenTo(await connected(url), ['ticket://acme%2Fweb/acme%2Fweb-7', mine]);
    expect(await told.afterwards(() => send(hook, changed(7, 'Ann/Web')))).toEqual([mine]);
  });

  it('is told nothing as somebody of another tenant', async () => {
    const keys = await tenantKeys(server.name, ['acme', 'globex']);
    onTestFinished(keys.dispose);
    const { url, hook } = await start('--repo', 'acme/web', '--tenant', 'acme', '--api-keys', keys.path);
    const listeners = [];
    for (const { key } of keys.made)
      listeners.push(await listenTo(await connected(url, key), ['ticket://web/web-1']));
    const [acme, globex] = listeners;
    expect(await acme?.afterwards(() => send(hook, changed(1)))).toEqual(['ticket://web/web-1']);
    expect(globex?.heard).toEqual([]);
  });
});

describe('without a webhook', () => {
  it('nobody can subscribe, and nothing is taken', async () => {
    const { url, stop } = await startHttp(command('--repo', 'acme/web'));
    onTestFinished(stop);
    const client = await connected(url);
    expect(client.sdk.getServerCapabilities()?.resources).toEqual({ subscribe: false });
    expect(await send(url.replace('/mcp', '/webhooks/github'), changed(1))).toBe(404);
  });

  it.each([
    ['over stdio', HOOKED, '--webhook-secret-env: needs --http'],
    [
      'with no secret',
      ['--webhook-secret-env', 'NO_SUCH', '--http', '0'],
      '--webhook-secret-env: NO_SUCH must hold at least 16 characters',
    ],
    [
      'with a short one',
      ['--webhook-secret-env', 'GITHUB_TOKEN', '--http', '0'],
      '--webhook-secret-env: GITHUB_TOKEN must hold at least 16 characters',
    ],
  ])('one that is asked for %s keeps the server from starting', async (_how, args, message) => {
    const raw = startRaw(command('--repo', 'acme/web', ...args));
    expect(await raw.exited).toMatchObject({ code: 2 });
    expect(raw.stderr()).toContain(message);
    expect(raw.stderr()).not.toContain('ghp_ann');
  });
});

describe('what GitHub has sent', () => {
  /** What is told of a delivery. */
  function toldOf(event: string, payload: object, ...repositories: string[]): string[] {
    const news = new GithubNews(repositoriesOf(repositories), SECRET);
    const told: string[] = [];
    news.listen((ids) => told.push(...ids));
    news.take({ headers: { 'x-github-event': event }, body: Buffer.from(JSON.stringify(payload)) });
    return told;
  }

  it.each(['issues', 'issue_comment'])('of %s names its ticket, unless it is a pull request', (event) => {
    const examples = examplesOf(event);
    expect(examples.length).toBeGreaterThan(2);
    for (const { repository, issue, ...rest } of examples) {
      const ids = issue.pull_request ? [] : [`${repository.name}-${issue.number}`];
      const payload = { ...rest, repository, issue };
      expect(toldOf(event, payload, repository.full_name)).toEqual(ids);
      expect(toldOf(event, payload, 'acme/other')).toEqual([]);
    }
  });

  it('of anything else tells nothing, and is no fault', () => {
    const others = EXAMPLES.filter(({ name }) => !['issues', 'issue_comment'].includes(name));
    expect(others.length).toBeGreaterThan(40);
    for (const { name, examples } of others) {
      for (const payload of examples) {
        expect(toldOf(name, payload, payload.repository?.full_name ?? 'acme/web')).toEqual([]);
        expect(toldOf('issues', payload, 'acme/web')).toEqual([]);
      }
    }
  });

  it('as a form, or as no object, is said to be none', () => {
    const news = new GithubNews(repositoriesOf(['acme/web']), SECRET);
    const headers = { 'x-github-event': 'issues' };
    for (const text of ['payload=%7B%7D', '', 'null', '7', '"x"', '{']) {
      expect(() => news.take({ headers, body: Buffer.from(text) }), text).toThrow('is no JSON');
    }
    for (const text of ['[]', '{}', '{"issue":7,"repository":null}', '{"issue":{"number":"1"}}']) {
      expect(() => news.take({ headers, body: Buffer.from(text) }), text).not.toThrow();
    }
  });
});

it('knows the signature of GitHub’s own example, and no other', () => {
  const [secret, body] = ["It's a Secret to Everybody", Buffer.from('Hello, World!')];
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  expect(isSigned(secret, body, signature)).toBe(true);
  expect(isSigned(secret, body, signature.toUpperCase())).toBe(false);
  expect(isSigned(secret, body, signature.replace('7571', '7572'))).toBe(false);
  expect(isSigned(secret, Buffer.from('Hello, World'), signature)).toBe(false);
  expect(isSigned(`${secret}!`, body, signature)).toBe(false);
  for (const none of [undefined, '', 'sha256=', signature.slice(7), [signature], `${signature} `]) {
    expect(isSigned(secret, body, none)).toBe(false);
  }
  const empty = `sha256=${createHmac('sha256', '').update(body).digest('hex')}`;
  expect(isSigned('', body, empty)).toBe(false);
});
