import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../scripts/check/workspace.ts';
import { signedIn } from '../shared/kit/test/fixture/signed-in.ts';
import { deployPage } from './deploy/page.ts';
import { programAt } from './deploy/programs.ts';
import { setUpTeam, type Team } from './deploy/team.ts';
import { outside } from './outside.ts';

const missing = ['nginx', 'openssl', 'redis-server'].filter((name) => programAt(name) === undefined);

describe.skipIf(missing.length > 0)(
  'docs/deploy.md, step by step (needs nginx, openssl and redis-server)',
  () => {
    let team: Team;
    beforeAll(async () => {
      team = await setUpTeam();
    }, 60_000);
    afterAll(() => team?.close());

    it('tells who brings nothing where to get a token', async () => {
      const refused = await fetch(team.url, { method: 'POST' });
      expect(refused.status).toBe(401);
      const metadata = new URL('/.well-known/oauth-protected-resource/mcp', team.url).href;
      expect(refused.headers.get('www-authenticate')).toContain(`resource_metadata="${metadata}"`);
      expect(await (await fetch(metadata)).json()).toMatchObject({
        resource: team.url,
        authorization_servers: [team.issuer],
        scopes_supported: ['filesystem:read', 'filesystem:write', 'filesystem:destroy'],
      });
    });

    it('is ready on both instances', async () => {
      for (const instance of [0, 1] as const) {
        const ready = await fetch(`${team.direct(instance)}/readyz`);
        expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'ready' }]);
      }
    });

    it('serves a client that signs in by itself, from either instance', async () => {
      const client = await signedIn(team, 'filesystem:read');
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(['read', 'list', 'search']);
      for (let n = 0; n < 6; n++) expect(await read(client)).toContain('hello team');
      await client.close();
    });

    it('goes on while one instance after the other is restarted', async () => {
      const client = await signedIn(team, 'filesystem:read');
      for (const instance of [0, 1] as const) {
        await team.stop(instance);
        for (let n = 0; n < 4; n++) expect(await read(client)).toContain('hello team');
        await team.start(instance);
        expect((await fetch(`${team.direct(instance)}/readyz`)).status).toBe(200);
      }
      await client.close();
    });

    it('goes on when an instance is killed', async () => {
      const client = await signedIn(team, 'filesystem:read');
      await team.stop(1, 'SIGKILL');
      for (let n = 0; n < 4; n++) expect(await read(client)).toContain('hello team');
      await team.start(1);
      await client.close();
    });

    it('refuses whose grant was ended, at once and on both instances, until it says', async () => {
      const client = await signedIn(team, 'filesystem:read');
      const until = new Date(Date.now() + 3_000).toISOString();
      const line = 'npx -y -p ashlar -p ioredis@6 ashlar grant end ann';
      await follow(team, line, ['grant', 'end', 'desk', '--until', until]);
      for (let n = 0; n < 6; n++) await expect(read(client)).rejects.toThrow(/401|unauthorized/i);
      await expect.poll(() => read(client).catch(String), { timeout: 10_000 }).toContain('hello team');
      await client.close();
    });

    it('counts what a caller uses on both instances together', async () => {
      const client = await signedIn(team, 'filesystem:read');
      const answers = await Promise.all(Array.from({ length: 15 }, () => manyReads(client, 10)));
      const [good, limited] = [
        answers.flat().filter((answer) => answer.includes('hello team')),
        answers.flat().filter((answer) => answer.includes('limited: ')),
      ];
      expect(good.length).toBeLessThanOrEqual(120);
      expect(good.length + limited.length).toBe(150);
      await client.close();
    });

    it('proves what was called, and sums it up', async () => {
      await team.stop(0);
      const file = team.audit(0);
      expect(await follow(team, 'npx ashlar audit verify', ['audit', 'verify', file])).toMatch(/\d+ lines/);
      const usage = await follow(team, 'npx ashlar usage', ['usage', file, '--by', 'tool']);
      expect(usage).toMatch(/^filesystem tool read\s+\d+/m);
      const written = readFileSync(file, 'utf8');
      expect(written).toContain('"subject":"desk","tenant":"acme"');
      expect(written).toContain('"kind":"auth","name":"refused"');
      writeFileSync(file, written.replace('"outcome":"ok"', '"outcome":"no"'));
      await expect(follow(team, 'npx ashlar audit verify', ['audit', 'verify', file])).rejects.toThrow(
        /:\d+: the line was changed/,
      );
      writeFileSync(file, written);
      await team.start(0);
    });

    it('writes no token and no secret into a log', () => {
      const written = [
        team.output(0),
        team.output(1),
        readFileSync(join(team.folder, 'error.log'), 'utf8'),
      ].join();
      expect(written).not.toMatch(/eyJ[\w-]{10,}|desk-secret/);
    });
  },
);

describe.skipIf(missing.length > 0)(
  'docs/deploy.md, with sessions for clients of 2025 (needs nginx, openssl and redis-server)',
  () => {
    let team: Team;
    beforeAll(async () => {
      team = await setUpTeam({ sessions: true });
    }, 60_000);
    afterAll(() => team?.close());

    it('keeps a client of 2025 at the instance that has its session', async () => {
      const client = await signedIn(team, 'filesystem:read', 'legacy');
      expect((client.transport as { sessionId?: string }).sessionId).toMatch(/^[\w-]{32}$/);
      for (let n = 0; n < 6; n++) expect(await read(client)).toContain('hello team');
      await client.close();
    });

    it('serves a client of 2026-07-28 as ever, while the instance that served it is away', async () => {
      const client = await signedIn(team, 'filesystem:read');
      for (const instance of [0, 1] as const) {
        await team.stop(instance);
        for (let n = 0; n < 4; n++) expect(await read(client)).toContain('hello team');
        await team.start(instance);
      }
      await client.close();
    });

    it('lets a client of 2025 begin anew where its session is gone', async () => {
      const client = await signedIn(team, 'filesystem:read', 'legacy');
      for (const instance of [0, 1] as const) {
        await team.stop(instance);
        await team.start(instance);
      }
      await expect(read(client)).rejects.toThrow(/404|no such session/);
      await client.close();
      const again = await signedIn(team, 'filesystem:read', 'legacy');
      expect(await read(again)).toContain('hello team');
      await again.close();
    });
  },
);

/** Does what a line of the page says, with other words after the command's name. */
async function follow({ redis }: Team, line: string, args: readonly string[]): Promise<string> {
  const written = deployPage().commands.find((command) => command.startsWith(line));
  if (written === undefined) throw new Error(`docs/deploy.md does not say: ${line}`);
  const cli = join(ROOT, 'shared', 'cli', 'dist', 'main.js');
  const state = written.includes('--state') ? ['--state', redis] : [];
  return outside(ROOT, process.execPath, cli, ...args, ...state);
}

async function manyReads(client: Client, times: number): Promise<string[]> {
  const answers: string[] = [];
  for (let n = 0; n < times; n++) answers.push(await read(client));
  return answers;
}

type Client = Awaited<ReturnType<typeof signedIn>>;

async function read(client: Client): Promise<string> {
  return JSON.stringify(await client.callTool({ name: 'read', arguments: { path: 'welcome.md' } }));
}
