import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { desktopFault } from '../src/doctor/desktop-path.ts';
import type { Host } from '../src/hosts/host.ts';
import { HOSTS } from '../src/hosts/hosts.ts';
import type { Configured } from '../src/servers/configured.ts';
import { Desk } from './fixture/desk.ts';
import { npmRegistry, packed } from './fixture/npm-registry.ts';
import { serverByHand } from './fixture/server-by-hand.ts';

const LONG = 120_000;
const FILESYSTEM = fileURLToPath(new URL('../../../servers/filesystem/dist/main.js', import.meta.url));

/** One tool. */
const SERVER = serverByHand(
  {
    initialize: `{ protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'echo', version: process.env.CANARY ?? '3.2.1' } }`,
    'tools/list': `{ tools: [{ name: 'echo', description, inputSchema: { type: 'object' } }] }`,
  },
  `const description = 'Says it again.';`,
);

/** Says nothing, hears no signal that can be ignored, and has a child like itself. */
const HANGS = `#!/usr/bin/env node
const { spawn } = require('node:child_process');
process.on('SIGTERM', () => {});
process.on('SIGHUP', () => {});
setInterval(() => {}, 1000);
require('node:fs').appendFileSync(process.env.HOME + '/pids', process.pid + '\\n');
if (process.argv[2] !== 'child') spawn(process.execPath, [__filename, 'child'], { stdio: 'inherit' });
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Who was killed is gone a moment later. */
function allGone(pids: readonly number[]): Promise<void> {
  return vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 10_000 });
}

describe('ashlar doctor', () => {
  it('starts what the hosts would start, as they would, and says what it is', { timeout: LONG }, async () => {
    const maker = new Desk();
    const publish = (name: string, version: string, main: string) =>
      packed(maker.folder, { name, version, bin: 'main.js' }, { 'main.js': main });
    const packages = [
      await publish('echo-mcp', '3.2.1', SERVER),
      await publish('hidden-mcp', '1.0.0', SERVER.replace('again.', 'again.\\u{e0041}')),
      await publish('hangs-mcp', '1.0.0', HANGS),
    ];
    const desk = new Desk(await npmRegistry(packages));
    const npx = (name: string, env = {}) => ({ command: 'npx', args: ['-y', name], env });
    const servers = {
      echo: npx('echo-mcp@3.2.1'),
      hidden: npx('hidden-mcp@1.0.0'),
      hangs: npx('hangs-mcp@1.0.0'),
      absent: npx('absent-mcp@1.0.0'),
      refused: { command: 'node', args: ['-e', 'require("fs").writeFileSync("made", "")'] },
      unset: npx('echo-mcp@3.2.1', { KEY: '\u0024{NOT_SET_ANYWHERE}' }),
      remote: { type: 'http', url: 'http://127.0.0.1:9/mcp' },
    };
    desk.write('project/.mcp.json', JSON.stringify({ mcpServers: servers }));
    const { status, stdout } = await desk.ashlar(['doctor', '--timeout', '20'], {
      CANARY: 'a secret of this terminal',
    });
    const told = (name: string) =>
      stdout.split(/^(?=\S)/m).find((part) => part.startsWith(`${name}  `)) ?? '';
    expect(status).toBe(1);
    expect(told('echo')).toMatch(
      /\n {2}answers: echo 3\.2\.1, protocol 2025-06-18, 1 tool, ~\d+ tokens, \d+ ms\n$/,
    );
    expect(told('hidden')).toContain(
      'fault: the tool echo is described with characters that are not seen (\\u{e0041}).',
    );
    expect(told('hangs')).toContain('fault: it does not answer within 20 s.');
    expect(told('absent')).toMatch(/fault: it ends at once \(exit code 1: npm error code E404\)/);
    expect(told('refused')).toContain('refused (launcher-flag)');
    expect(told('refused')).toContain('fault: it was not started.');
    expect(told('unset')).toContain('fault: NOT_SET_ANYWHERE is not set here, so it is tried without.');
    expect(told('unset')).toContain('answers: echo');
    expect(told('remote')).toContain('fault: ');
    expect(desk.files()).not.toContain('project/made');
    const pids = readFileSync(join(desk.home, 'pids'), 'utf8').trim().split('\n').map(Number);
    expect(pids).toHaveLength(2);
    if (process.platform === 'linux') await allGone(pids);
    const well = await desk.ashlar(['doctor', 'echo']);
    expect(well).toMatchObject({ status: 0, stderr: '' });
  });

  it('shakes hands with a server of ours in the protocol of 2026', { timeout: LONG }, async () => {
    const maker = new Desk();
    const manifest = {
      name: '@ashlar/filesystem',
      version: '1.0.0',
      type: 'module',
      bin: { 'ashlar-filesystem': 'main.js' },
    };
    // The bundle is one file and chunks that a start does not need; what it needs is what stands beside it.
    const files = Object.fromEntries(
      bundleOf(FILESYSTEM).map((name) => [name, readFileSync(join(FILESYSTEM, '..', name), 'utf8')]),
    );
    const desk = new Desk(await npmRegistry([await packed(maker.folder, manifest, files)]));
    const root = join(desk.folder, 'notes');
    mkdirSync(root);
    await desk.ashlar(['add', 'filesystem', '--host', 'claude-code', '--yes', '--', root]);
    const { status, stdout } = await desk.ashlar(['doctor']);
    expect(stdout).toMatch(/answers: ashlar-filesystem \S+, protocol 2026-07-28, 7 tools, ~\d{3,4} tokens/);
    expect(status).toBe(0);
  });
});

describe.skipIf(process.platform === 'win32')('who ends the command', () => {
  const pidsOf = (desk: Desk) =>
    existsSync(join(desk.home, 'pids'))
      ? readFileSync(join(desk.home, 'pids'), 'utf8').trim().split('\n').map(Number)
      : [];
  const begun = async (command: string) => {
    const maker = new Desk();
    const hangs = await packed(
      maker.folder,
      { name: 'hangs-mcp', version: '1.0.0', bin: 'main.js' },
      { 'main.js': HANGS },
    );
    const desk = new Desk(await npmRegistry([hangs]));
    const servers = { hangs: { command: 'npx', args: ['-y', 'hangs-mcp@1.0.0'] } };
    desk.write('home/.claude.json', JSON.stringify({ mcpServers: servers }));
    const run = desk.started([command, '--timeout', '60'].slice(0, command === 'doctor' ? 3 : 1));
    await vi.waitFor(() => expect(pidsOf(desk)).toHaveLength(2), { timeout: 60_000, interval: 20 });
    return { ...run, pids: pidsOf(desk) };
  };

  it.each([
    ['doctor', 'SIGINT', 130],
    ['lock', 'SIGTERM', 143],
    ['doctor', 'SIGHUP', 129],
  ] as const)(
    'of %s by %s ends the servers that it started',
    { timeout: LONG },
    async (command, signal, code) => {
      const { child, ended, pids } = await begun(command);
      child.kill(signal);
      expect(await ended).toBe(code);
      await allGone(pids);
    },
  );

  it('twice does not wait for them to end by themselves', { timeout: LONG }, async () => {
    const { child, ended, pids } = await begun('doctor');
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect([130, 143]).toContain(await ended);
    await allGone(pids);
  });
});

it('doctor tells a folder that is not there from a program that is not', async () => {
  const desk = new Desk();
  const entry = { command: 'npx', args: ['-y', 'echo-mcp@3.2.1'] };
  const servers = { here: entry, there: { ...entry, cwd: '/no/such/folder' } };
  desk.write('project/.mcp.json', JSON.stringify({ mcpServers: servers }));
  desk.env.PATH = join(desk.home, 'empty');
  const { status, stdout } = await desk.ashlar(['doctor']);
  expect(status).toBe(1);
  expect([...stdout.matchAll(/fault: (.*)$/gm)].map(([, fault]) => fault).sort()).toEqual([
    'its program is not found.',
    'the folder /no/such/folder, in which it is to be started, is not there.',
  ]);
});

it('doctor does not start what the registry has exchanged', { timeout: LONG }, async () => {
  const maker = new Desk();
  const manifest = { name: 'echo-mcp', version: '3.2.1', bin: 'main.js' };
  const first = await packed(join(maker.folder, 'first'), manifest, { 'main.js': SERVER });
  const packages = [first];
  const desk = new Desk(await npmRegistry(packages));
  await desk.ashlar(['add', 'echo-mcp', '--host', 'claude-code', '--yes']);
  expect((await desk.ashlar(['doctor'])).stdout).toContain('answers: echo');
  packages[0] = await packed(join(maker.folder, 'second'), manifest, { 'main.js': `${SERVER}// and more` });
  const { status, stdout } = await desk.ashlar(['doctor'], { npm_config_prefer_online: 'true' });
  expect(status).toBe(1);
  expect(stdout).toContain("fault: the registry's hash of echo-mcp@3.2.1 is not the one in ashlar.lock");
  expect(stdout).not.toContain('answers');
});

function bundleOf(main: string): string[] {
  const seen = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    const text = readFileSync(join(main, '..', name), 'utf8');
    for (const [, chunk] of text.matchAll(/["']\.\/([\w-]+\.js)["']/g)) visit(chunk as string);
  };
  visit('main.js');
  return [...seen];
}

describe.skipIf(process.platform === 'win32')('a host of the desktop', () => {
  const server = (id: string, command: string): Configured => {
    const host = { id, host: HOSTS[id] as Host } as Configured['host'];
    return { host, name: 'x', entry: { command, args: [], env: {} }, findings: [] };
  };
  const own = () => {
    const desk = new Desk();
    for (const name of ['npx', 'node', 'uvx']) {
      chmodSync(desk.write(`own/${name}`, '#!/bin/sh\n'), 0o755);
    }
    mkdirSync(join(desk.folder, 'desktop'));
    return { folder: desk.folder, path: join(desk.folder, 'own'), desktop: [join(desk.folder, 'desktop')] };
  };
  const at = (path: string) => ({ platform: 'linux', env: { PATH: path }, home: '/h', cwd: '/p' }) as const;

  it('that does not find what a terminal finds', () => {
    const { folder, path, desktop } = own();
    expect(desktopFault(server('cursor', 'npx'), at(path), desktop)).toContain(
      `Cursor, started from the desktop, does not find npx: it is at ${path}/npx`,
    );
    expect(desktopFault(server('cursor', `${path}/npx`), at(path), desktop)).toContain('does not find node');
    expect(desktopFault(server('codex', 'npx'), at(path), desktop)).toBeUndefined();
    for (const name of ['npx', 'node']) writeFileSync(join(folder, 'desktop', name), '');
    expect(desktopFault(server('cursor', 'npx'), at(path), desktop)).toBeUndefined();
    expect(desktopFault(server('cursor', `${path}/uvx`), at(path), desktop)).toBeUndefined();
  });
});
