import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../scripts/check/workspace.ts';
import { connectStdio } from '../shared/kit/src/testing/client.ts';
import { outside } from './outside.ts';
import { upstreamRegistry } from './upstream-registry.ts';

const KIT = join(ROOT, 'shared', 'kit');
const ASHLAR = join(ROOT, 'shared', 'cli', 'dist', 'main.js');
const { packageManager } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
const { name, version } = JSON.parse(await readFile(join(KIT, 'package.json'), 'utf8'));
const registry = (await upstreamRegistry()) !== undefined;

/** A tool as a forker's first one might be. */
const SAY_HI = `import { defineTool } from '@ashlar/kit';
import * as z from 'zod';

export const sayHi = defineTool({
  name: 'say_hi',
  title: 'Say hi',
  description: 'Greets one person.',
  input: z.object({ name: z.string() }),
  access: 'read',
  run: async ({ name }) => \`hi \${name}\`,
});
`;

/**
 * Which tests of a fork are run: all, where nobody waits. Of those that start databases and trackers, the tests that try
 * an engine or a wire by itself, for minutes, and never name a server are run only where the server is at home.
 */
const testsOf = (server: string) =>
  process.env.CI
    ? (ENGINES.get(server) ?? []).flatMap((files) => ['--exclude', files])
    : ['test/contract.test.ts'];
const ENGINES = new Map([
  [
    'sql',
    [
      'test/{sqlite,postgres,mariadb,mysql,duckdb,policy,stream}-*',
      'test/{postgres,mariadb,duckdb,stopping,tenants}.test.ts',
    ],
  ],
  ['ticketing', ['test/rest-{rt,redmine}.test.ts', 'test/*-faults.test.ts']],
]);

/** How the list of tools begins where it is not inside of the definition. */
const LISTS = new Map([
  ['sql', 'const tools = ['],
  ['ticketing', 'const tools = ['],
]);

interface First {
  server: string;
  /** What the fork is called, and how its variables begin then. */
  name: string;
  environment: string;
  call: [tool: string, input: Record<string, unknown>];
  answer: string;
}

const DESK = { name: '@acme/desk', environment: 'ACME' };
/** What each server answers first, and to what. */
const FIRST: First[] = [
  {
    server: 'hello',
    name: '@3d-print/my-server',
    environment: '_3D_PRINT',
    call: ['greet', { name: 'Ann' }],
    answer: 'Hello, Ann!',
  },
  { server: 'filesystem', ...DESK, call: ['list', {}], answer: 'recipes/' },
  {
    server: 'vault',
    name: 'desk',
    environment: 'DESK',
    call: ['read_note', { path: 'Home.md', outline: true }],
    answer: 'A small kitchen',
  },
  { server: 'sql', ...DESK, call: ['query', { sql: 'SELECT 6 * 7' }], answer: '42' },
  {
    server: 'ticketing',
    name: 'my-ashlar-ticketing',
    environment: 'MY_ASHLAR_TICKETING',
    call: ['describe_tracker', {}],
    answer: 'in_progress',
  },
];

/** `acme-desk` for `@acme/desk`. */
const programOf = (name: string) => name.replace('@', '').replace('/', '-');

/** One server alone, copied by somebody who makes their own of it, with the kit as it would be published. */
describe.skipIf(!registry).each(FIRST)(
  'a fork of the $server server, where the npm registry can be reached',
  ({ server, name: called, environment, call, answer }) => {
    let folder: string;
    let fork: string;
    let sample: string[];
    const program = () => ({
      command: process.execPath,
      args: [join(fork, 'dist', 'main.js'), ...sample.map(placeIn)],
    });
    const placeIn = (word: string) => (existsSync(join(fork, word)) ? join(fork, word) : word);
    const change = async (file: string, ...changes: [was: string, is: string][]) => {
      let text = await readFile(join(fork, file), 'utf8');
      for (const [was, is] of changes) {
        expect(text).toContain(was);
        text = text.replace(was, is);
      }
      await writeFile(join(fork, file), text);
    };

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'ashlar-fork-'));
      fork = join(folder, 'my-server');
      await outside(KIT, 'npx', '-y', packageManager, 'pack', '--pack-destination', folder);
      const tarball = `../${programOf(name)}-${version}.tgz`;
      await outside(folder, process.execPath, ASHLAR, 'fork', server, 'my-server', '--name', called);
      sample = JSON.parse(await readFile(join(fork, 'package.json'), 'utf8')).ashlar.sample;
      await change('package.json', [`"@ashlar/kit": "^${version}"`, `"@ashlar/kit": "file:${tarball}"`]);
      await outside(fork, 'npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund');
    }, 120_000);
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it('gets a kit that is what its sources give, without what was once built of them', () => {
      const files = (path: string, ending: string) =>
        readdirSync(path, { recursive: true, encoding: 'utf8' })
          .filter((file) => file.endsWith(ending))
          .map((file) => file.slice(0, -ending.length))
          .sort();
      const built = join(fork, 'node_modules', '@ashlar', 'kit', 'dist');
      expect(files(built, '.js')).toEqual(files(join(KIT, 'src'), '.ts'));
      expect(files(built, '.d.ts')).toEqual(files(join(KIT, 'src'), '.ts'));
    });

    it('type-checks, tests and benches included', () => outside(fork, 'npm', 'run', 'types'), 60_000);

    it('says in what is generated what it is called now', async () => {
      await outside(fork, 'npm', 'run', 'generate');
      await outside(fork, 'npm', 'run', 'generate', '--', '--check');
      expect(await readFile(join(fork, 'README.md'), 'utf8')).toContain(`npx -y ${called}`);
      expect(await readFile(join(fork, 'server.json'), 'utf8')).toContain(`"${environment}_READ_ONLY"`);
    }, 60_000);

    it('builds a program that answers', async () => {
      await outside(fork, 'npm', 'run', 'build');
      const client = await connectStdio('v2', program());
      expect(await client.text(...call)).toContain(answer);
      await client.close();
    }, 60_000);

    it('takes a tool more, and passes its tests', async () => {
      await change(
        'src/server.ts',
        ['import { options }', "import { sayHi } from './tools/say-hi.ts';\nimport { options }"],
        // A list of its own, where a configuration leaves some of them out.
        [LISTS.get(server) ?? 'tools: [', `${LISTS.get(server) ?? 'tools: ['}sayHi, `],
      );
      await writeFile(join(fork, 'src', 'tools', 'say-hi.ts'), SAY_HI);
      await change('test/contract.test.ts', [
        'succeed: [',
        "succeed: [\n    { tool: 'say_hi', input: { name: 'ann' } },",
      ]);
      await expect(outside(fork, 'npm', 'run', 'generate', '--', '--check')).rejects.toThrow('stale');
      await outside(fork, 'npm', 'run', 'generate');
      expect(await readFile(join(fork, 'README.md'), 'utf8')).toContain('| `say_hi` | read |');
      await outside(fork, 'npm', 'test', '--', ...testsOf(server));
      const client = await connectStdio('v2', program());
      expect(client.sdk.getServerVersion()).toMatchObject({ name: programOf(called) });
      expect(await client.text('say_hi', { name: 'ann' })).toBe('hi ann');
      await client.close();
    }, 900_000);

    it('goes up to its first version, and says what is new in it', async () => {
      await outside(fork, 'npm', 'run', 'release:version');
      await outside(fork, 'npm', 'run', 'generate', '--', '--check');
      expect(await readFile(join(fork, 'CHANGELOG.md'), 'utf8')).toContain(`# ${called}\n\n## 0.1.0\n`);
      expect(await readFile(join(fork, 'server.json'), 'utf8')).toContain('"version": "0.1.0"');
    }, 60_000);
  },
);
