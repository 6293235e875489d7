import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOf, problemsOf } from './command.ts';
import { type Package, ROOT, workspacePackages } from './workspace.ts';

const MAX_MEGABYTES = 1;
const PUBLINT = join(ROOT, 'node_modules', 'publint', 'src', 'cli.js');
const ATTW = join(ROOT, 'node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js');

/** What would be published: packed as npm does, linted, its types resolved as users' compilers do, and weighed. */
export async function packages(root: string): Promise<string[]> {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-pack-'));
  try {
    const problems: string[] = [];
    for (const each of workspacePackages(root).filter(({ manifest }) => manifest.private !== true)) {
      problems.push(
        ...(await checkPackage(each, packageManager, folder)).map(
          (problem) => `${each.manifest.name}: ${problem}`,
        ),
      );
    }
    return problems;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkPackage({ path, manifest }: Package, pnpm: string, folder: string): Promise<string[]> {
  const { code, output } = await outputOf('npx', ['-y', pnpm, 'pack', '--pack-destination', folder], path);
  if (code !== 0) return [output];
  const name = `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`;
  const tarball = join(folder, name);
  const linted = await problemsOf(process.execPath, [PUBLINT, tarball, '--strict'], path);
  const typed =
    manifest.exports === undefined
      ? []
      : await problemsOf(
          process.execPath,
          [ATTW, tarball, '--profile', 'esm-only', '--no-color', '--exclude-entrypoints', './tsconfig.json'],
          path,
        );
  return [
    ...linted,
    ...typed,
    ...(manifest.bin !== undefined && manifest.exports === undefined ? await weigh(path) : []),
  ];
}

/** A server is one bundle with its licences. */
async function weigh(path: string): Promise<string[]> {
  const files = await readdir(join(path, 'dist'));
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(path, 'dist', file))).size));
  const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1_000_000;
  return [
    ...(megabytes > MAX_MEGABYTES ? [`dist is ${megabytes.toFixed(2)} MB, more than ${MAX_MEGABYTES}`] : []),
    ...(files.includes('LICENSES.txt') ? [] : ['dist has no LICENSES.txt']),
  ];
}
