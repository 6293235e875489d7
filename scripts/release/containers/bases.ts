import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand } from '../../setup/program.mjs';
import { ROOT } from '../../setup/workspace.mjs';
import { run } from '../run.ts';
import { type Engine, typed } from './engine.ts';

const SYSTEM = 'bookworm';
const BUILDER = [
  'base-files',
  'base-passwd',
  'ca-certificates',
  'coreutils',
  'dash',
  'findutils',
  'grep',
  'libc-bin',
  'libstdc++6',
  'sed',
];
const BARE = ['base-files', 'ca-certificates', 'libc6', 'libstdc++6', 'netbase', 'tzdata'];
/** The npm that comes with Node 24. */
const NPM = 'npm@11';
const CERTIFICATES = 'etc/ssl/certs/ca-certificates.crt';
const NOBODY = 65532;

/**
 * The images that the Dockerfile begins with, made of Debian's packages and the Node that runs this, for where no
 * registry of images can be reached: one to build in, with a shell and npm, and one with nothing but Node.
 */
export async function importBases(engine: Engine, folder: string): Promise<void> {
  const [builder = '', bare = ''] = basesOf(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
  await importBuilder(engine, join(folder, 'builder'), builder);
  await importBare(engine, join(folder, 'bare'), bare);
}

/** What it begins with, in its order; a stage that begins with another is left out. */
export function basesOf(dockerfile: string): string[] {
  const stages = [...dockerfile.matchAll(/^FROM (\S+)(?: AS (\S+))?$/gm)].map(([, from = '', name]) => ({
    from,
    name,
  }));
  const own = new Set(stages.map(({ name }) => name));
  return stages.map(({ from }) => from).filter((from) => !own.has(from));
}

async function importBuilder(engine: Engine, at: string, image: string): Promise<void> {
  await unpack(at, BUILDER);
  for (const kind of ['passwd', 'group']) {
    copyFileSync(join(at, 'usr', 'share', 'base-passwd', `${kind}.master`), join(at, 'etc', kind));
  }
  const local = join(at, 'usr', 'local');
  mkdirSync(join(local, 'bin'), { recursive: true });
  copyFileSync(process.execPath, join(local, 'bin', 'node'));
  const { file, args, shell } = npmCommand('npm', [
    'install',
    '--global',
    '--prefix',
    local,
    '--ignore-scripts',
    NPM,
  ]);
  await run(file, args, { cwd: at, env: process.env, shell });
  await load(engine, at, image, [
    'ENV PATH=/usr/local/bin:/usr/bin:/bin',
    `ENV NODE_EXTRA_CA_CERTS=/${CERTIFICATES}`,
    'CMD ["node"]',
  ]);
}

async function importBare(engine: Engine, at: string, image: string): Promise<void> {
  await unpack(at, BARE);
  for (const programs of ['bin', 'sbin', 'usr/bin', 'usr/sbin'])
    rmSync(join(at, programs), { recursive: true, force: true });
  writeFileSync(
    join(at, 'etc', 'passwd'),
    `root:x:0:0::/root:/\nnonroot:x:${NOBODY}:${NOBODY}::/home/nonroot:/\n`,
  );
  writeFileSync(join(at, 'etc', 'group'), `root:x:0:\nnonroot:x:${NOBODY}:\n`);
  mkdirSync(join(at, 'nodejs', 'bin'), { recursive: true });
  mkdirSync(join(at, 'home', 'nonroot'), { recursive: true });
  copyFileSync(process.execPath, join(at, 'nodejs', 'bin', 'node'));
  await load(engine, at, image, ['USER nonroot', 'WORKDIR /home/nonroot', 'ENTRYPOINT ["/nodejs/bin/node"]']);
}

/** Nothing of a package is run: what its scripts would make is missing, and nothing here needs it. */
async function unpack(at: string, packages: readonly string[]): Promise<void> {
  const args = ['--variant=extract', `--include=${packages.join()}`, SYSTEM, at];
  await run('mmdebstrap', args, { cwd: '/', env: process.env });
  rmSync(join(at, 'var', 'cache', 'apt'), { recursive: true, force: true });
  // The bundle is made by such a script; behind a company's proxy this machine's is the right one anyway.
  if (existsSync(`/${CERTIFICATES}`)) cpSync(`/${CERTIFICATES}`, join(at, CERTIFICATES));
}

async function load(engine: Engine, at: string, image: string, changes: readonly string[]): Promise<void> {
  const flags = changes.map((change) => `--change '${change}'`).join(' ');
  await typed(engine, `tar -C ${at} -c . | docker import --quiet ${flags} - ${named(image)}`);
  rmSync(at, { recursive: true, force: true });
}

/** Docker's own library is meant where no host is named. */
function named(image: string): string {
  return image.includes('/') ? image : `docker.io/library/${image}`;
}
