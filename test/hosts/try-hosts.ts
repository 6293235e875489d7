import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ROOT } from '../../scripts/check/workspace.ts';
import { Desk } from '../../shared/cli/test/fixture/desk.ts';
import { npmRegistry, packed } from '../../shared/cli/test/fixture/npm-registry.ts';
import { TRIED, type TriedHost } from './hosts.ts';

/** Hosts are some hundred megabytes: they stay where they are until somebody removes them, or wants newer ones. */
const INSTALLED = process.env.ASHLAR_HOSTS ?? join(tmpdir(), 'ashlar-hosts');
const PATIENCE_MS = 120_000;
const SECRET = 'told';

/** Leaves a note of how it was started, by whom it was, and is the server then. */
const NOTED = `#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
writeFileSync(process.argv[2], JSON.stringify({ token: process.env.API_TOKEN }));
process.argv.splice(2, 1);
await import('./main.js');
`;

beforeAll(() => {
  mkdirSync(INSTALLED, { recursive: true });
  const packages = Object.values(TRIED).map((host) => host.package);
  if (packages.every((name) => existsSync(join(INSTALLED, 'node_modules', name)))) return;
  writeFileSync(join(INSTALLED, 'package.json'), '{ "private": true }');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', ...packages], {
    cwd: INSTALLED,
    stdio: 'inherit',
  });
}, 900_000);

/** What has been seen, host by host; `npm run generate` makes the table in docs/hosts.md of it. */
const RESULTS = join(import.meta.dirname, 'tried.json');
const tried: Record<string, { version: string; starts?: string; lists?: true; adds?: true }> = {};
afterAll(() => {
  const before = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {};
  const all = Object.keys(TRIED).flatMap((id) => [[id, tried[id] ?? before[id]]].filter(([, seen]) => seen));
  writeFileSync(RESULTS, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
});

describe.each(Object.entries(TRIED))('%s', (id, host) => {
  const seen = (what: Partial<(typeof tried)[string]>) => {
    tried[id] = { version: manifestOf(host).version, ...tried[id], ...what };
  };

  it('starts what ashlar add has written, with its secret', { timeout: 600_000 }, async () => {
    const desk = await deskWith(host);
    const scopes = host.hasProject === true ? ['user', 'project'] : ['user'];
    for (const scope of scopes) {
      const add = [
        'add',
        'hello',
        '--host',
        id,
        '--scope',
        scope,
        '--name',
        `from-${scope}`,
        '--env',
        'API_TOKEN',
        '--yes',
      ];
      expect(await desk.ashlar([...add, '--', noteOf(desk, scope)])).toMatchObject({ status: 0 });
    }
    await ask(desk, host, host.start);
    const notes = scopes.map((scope) => [
      scope,
      existsSync(noteOf(desk, scope)) && JSON.parse(readFileSync(noteOf(desk, scope), 'utf8')),
    ]);
    expect(notes).toEqual(scopes.map((scope) => [scope, { token: SECRET }]));
    seen({ starts: scopes.join(', ') });
  });

  it.skipIf(host.list === undefined)(
    'lists what ashlar add has written, and no longer what it removed',
    { timeout: 600_000 },
    async () => {
      const desk = await deskWith(host);
      expect(await desk.ashlar(['add', 'hello', '--host', id, '--yes'])).toMatchObject({ status: 0 });
      const far = [
        'add',
        'https://mcp.example.com/mcp',
        '--name',
        'far',
        '--header',
        'Authorization=Bearer \u0024{TOKEN}',
      ];
      expect(await desk.ashlar([...far, '--host', id, '--yes'])).toMatchObject({ status: 0 });
      const before = await ask(desk, host, host.list ?? []);
      expect(before).toContain('hello');
      expect(before).toContain('https://mcp.example.com/mcp');
      expect(await desk.ashlar(['remove', 'far', '--host', id, '--yes'])).toMatchObject({ status: 0 });
      const after = await ask(desk, host, host.list ?? []);
      expect(after).toContain('hello');
      expect(after).not.toContain('far');
      seen({ lists: true });
    },
  );

  it.skipIf(host.add === undefined)(
    'adds what ashlar lists, starts and removes',
    { timeout: 600_000 },
    async () => {
      const desk = await deskWith(host);
      await ask(desk, host, [...(host.add ?? []), noteOf(desk, 'own')]);
      const { stdout } = await desk.ashlar(['list', '--host', id]);
      expect(stdout).toMatch(/^own {2}.*@ashlar\/hello@9\.9\.9/m);
      expect(await desk.ashlar(['doctor', 'own', '--host', id])).toMatchObject({ status: 0 });
      expect(existsSync(noteOf(desk, 'own'))).toBe(true);
      expect(await desk.ashlar(['remove', 'own', '--host', id, '--yes'])).toMatchObject({ status: 0 });
      expect((await desk.ashlar(['list', '--host', id])).stdout).not.toContain('own');
      seen({ adds: true });
    },
  );
});

/** A home and a project with the host's answers in them, and a registry that has the server. */
async function deskWith(host: TriedHost): Promise<Desk> {
  const maker = new Desk();
  const dist = join(ROOT, 'servers', 'hello', 'dist');
  const files = readdirSync(dist).filter((file) => file.endsWith('.js'));
  const hello = await packed(
    maker.folder,
    { name: '@ashlar/hello', version: '9.9.9', bin: { 'ashlar-hello': 'noted.mjs' } },
    {
      'noted.mjs': NOTED,
      ...Object.fromEntries(files.map((file) => [file, readFileSync(join(dist, file), 'utf8')])),
    },
  );
  const desk = new Desk(await npmRegistry([hello]));
  onTestFinished(() => endWhatIsLeft(desk));
  for (const [path, text] of Object.entries(host.trust ?? {})) {
    mkdirSync(dirname(join(desk.home, path)), { recursive: true });
    writeFileSync(join(desk.home, path), text.replaceAll('{project}', desk.project));
  }
  // What a host waits for is the server, and not npm.
  await run('npx', ['-y', '@ashlar/hello@9.9.9', noteOf(desk, 'cached'), '--help'], desk, {});
  return desk;
}

/** Some hosts leave a process behind that would wait for the next session: it names the folder that it works in. */
function endWhatIsLeft(desk: Desk): void {
  const lines = execFileSync('ps', ['-Ao', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  for (const line of lines.filter((each) => each.includes(desk.folder) && each.includes(INSTALLED))) {
    process.kill(Number.parseInt(line, 10), 'SIGKILL');
  }
}

function noteOf(desk: Desk, name: string): string {
  return join(desk.folder, `note-${name}.json`);
}

/** What a host says, however it ends. */
function ask(desk: Desk, host: TriedHost, words: readonly string[]): Promise<string> {
  const { bin } = manifestOf(host);
  const program = typeof bin === 'string' ? bin : bin[host.bin];
  return run(join(INSTALLED, 'node_modules', host.package, program as string), words, desk, host.env ?? {});
}

function run(
  program: string,
  words: readonly string[],
  desk: Desk,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  return new Promise((resolve) => {
    const options = {
      cwd: desk.project,
      env: { ...desk.env, API_TOKEN: SECRET, TOKEN: SECRET, ...env },
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL' as const,
    };
    const child = execFile(program, words, options, (_, stdout, stderr) => resolve(stdout + stderr));
    child.stdin?.end();
  });
}

function manifestOf(host: TriedHost): { version: string; bin: string | Record<string, string> } {
  return JSON.parse(readFileSync(join(INSTALLED, 'node_modules', host.package, 'package.json'), 'utf8'));
}
