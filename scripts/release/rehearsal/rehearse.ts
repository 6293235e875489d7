import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { CLIENTS, connectStdio } from '../../../shared/kit/src/testing/client.ts';
import { onSample } from '../../../shared/kit/src/testing/sample.ts';
import { ROOT, serverPackages } from '../../check/workspace.ts';
import { packDesktopBundle, tryDesktopBundle } from '../desktop-bundle.ts';
import { Newcomer } from '../newcomer.ts';
import { run } from '../run.ts';
import { told } from '../told.ts';
import { refusesAltered } from './altered.ts';
import { House } from './house.ts';
import { openRegistry } from './registry.ts';

type Versions = ReadonlyMap<string, string>;

/**
 * Publishes every package to a registry of this machine, and then does what people do who have nothing but Node and npm:
 * starts each server, forks it, and comes back for the next version.
 */
async function rehearse(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-release-'));
  const registry = await openRegistry(join(folder, 'registry'));
  try {
    const newcomer = (name: string) => new Newcomer(join(folder, name), registry.url);
    const publisher = newcomer('publisher');
    const house = await told('a copy of the repository', () => House.copy(join(folder, 'house')));
    const first = await told('versions and changelogs', () => house.version());
    const key = await house.makeKey();
    await told(`${first.size} packages signed and published`, () => house.publish(publisher, key));
    const user = newcomer('user');
    for (const name of servers()) await told(`npx ${name}`, () => start(user, name, first));
    for (const name of servers()) await told(`an MCPB bundle of ${name}`, () => desktop(user, house, name));
    await told('npx ashlar', async () => user.run('npx', ['-y', 'ashlar', '--help']));
    for (const name of servers()) await told(`ashlar verify ${name}`, () => verify(user, name, key.ring));
    await told('ashlar verify of what somebody has altered', () =>
      refusesAltered({ publisher, user, ring: key.ring }),
    );
    for (const name of servers()) await told(`ashlar add ${name}`, () => addToHost(newcomer('host'), name));
    for (const name of servers()) await told(`a fork of ${name}`, () => fork(newcomer('forker'), name));
    await told('the checks of entries in a program', () => embed(newcomer('gateway')));
    house.change(first.keys());
    const second = await told('the next versions', () => house.version());
    await told('signed and published', () => house.publish(publisher, key));
    for (const name of servers())
      await told(`npx ${name}, upgraded`, () => upgrade(user, name, first, second));
  } finally {
    await registry.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function servers(): string[] {
  return serverPackages(ROOT).map(({ manifest }) => manifest.name);
}

/** As a host starts it, with each client that there is: the 2025 protocol and that of 2026. */
async function start(user: Newcomer, name: string, versions: Versions, wanted = name): Promise<void> {
  const { args, dispose } = await onSample(join(ROOT, 'servers', basename(name)));
  try {
    for (const kind of CLIENTS) {
      const client = await connectStdio(kind, user.command('-y', wanted, ...args));
      const { version } = client.sdk.getServerVersion() ?? {};
      const { tools } = await client.listed();
      await client.close();
      if (version !== versions.get(name)) throw new Error(`${name} is ${version}, not ${versions.get(name)}`);
      if (tools.length === 0) throw new Error(`${name} offers no tool`);
    }
  } finally {
    await dispose();
  }
}

/** Its sample says what a user would have to give. */
async function desktop(user: Newcomer, house: House, name: string): Promise<void> {
  const folder = join(house.folder, 'servers', basename(name));
  const { args, dispose } = await onSample(folder);
  try {
    const packed = await packDesktopBundle(user, { name, folder });
    const [first = ''] = args;
    await tryDesktopBundle(
      user,
      packed,
      first.startsWith('-') ? { words: [], env: {} } : { words: args, env: {} },
    );
  } finally {
    await dispose();
  }
}

/** Its tarball, its signature, and what it offers on the sample that it was locked with. */
async function verify(user: Newcomer, name: string, ring: string): Promise<void> {
  const said = await user.run('npx', ['-y', 'ashlar', 'verify', name, '--keys', ring]);
  if (!said.includes('and nothing else.')) throw new Error(`it was not started: ${said}`);
}

/** Into the file of a host, which then says what to start; and out again, as if nothing had been. */
async function addToHost(user: Newcomer, name: string): Promise<void> {
  const project = join(user.folder, basename(name));
  const file = join(project, '.cursor', 'mcp.json');
  mkdirSync(join(project, '.cursor'), { recursive: true });
  const before = '{\n  // Mine.\n  "mcpServers": {}\n}\n';
  writeFileSync(file, before);
  const { args, dispose } = await onSample(join(ROOT, 'servers', basename(name)));
  const at = ['--host', 'cursor', '--scope', 'project', '--yes'];
  try {
    await user.run('npx', ['-y', 'ashlar', 'add', name, ...at, '--name', 'added', '--', ...args], project);
    const [, entry = ''] = /"added":\s*(\{[^}]*\})/.exec(readFileSync(file, 'utf8')) ?? [];
    const { command, args: words } = JSON.parse(entry) as { command: string; args: string[] };
    const client = await connectStdio('v2', { ...user.command(...words), command });
    await client.listed();
    await client.close();
    await user.run('npx', ['-y', 'ashlar', 'remove', 'added', ...at], project);
    if (readFileSync(file, 'utf8') !== before) throw new Error(`the file of the host is not as it was`);
  } finally {
    await dispose();
  }
}

/** In a gateway or an editor of somebody else, with nothing beside them. */
async function embed(user: Newcomer): Promise<void> {
  writeFileSync(join(user.folder, 'package.json'), '{}');
  await user.run('npm', ['install', '@ashlar/entry-checks']);
  const entry = "{ command: 'npx', args: ['-c', 'calc'], env: {} }";
  const program = `const { checkEntry } = await import('@ashlar/entry-checks');
    console.log(checkEntry('x', ${entry}, { scope: 'user' }).findings[0].code);`;
  const words = ['--input-type=module', '-e', program];
  const printed = await run(process.execPath, words, { cwd: user.folder, env: user.env });
  if (printed.trim() !== 'launcher-flag') throw new Error(`the checks said ${printed}`);
}

/** A repository of one's own, which type-checks, builds and keeps the contract with nothing but what is published. */
async function fork(forker: Newcomer, name: string): Promise<void> {
  const server = basename(name);
  mkdirSync(forker.folder, { recursive: true });
  await forker.run('npx', ['-y', 'ashlar', 'fork', server, server, '--name', `@acme/${server}`]);
  const folder = join(forker.folder, server);
  await forker.run('npm', ['install', '--ignore-scripts'], folder);
  for (const script of ['types', 'generate', 'build']) await forker.run('npm', ['run', script], folder);
  await forker.run('npm', ['test', '--', 'test/contract.test.ts'], folder);
}

/** Who asked for a version keeps it; who asks for the newest gets it. */
async function upgrade(user: Newcomer, name: string, first: Versions, second: Versions): Promise<void> {
  if (first.get(name) === second.get(name)) throw new Error(`${name} has no next version`);
  await start(user, name, first, `${name}@${first.get(name)}`);
  await start(user, name, second, `${name}@latest`);
}

await rehearse();
