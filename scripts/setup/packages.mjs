import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pnpmEnvironment, pnpmThroughNpx } from './pnpm.mjs';
import { runNpm } from './program.mjs';
import { read, stateOf, unlessFresh } from './stamp.mjs';
import { packageFolders } from './workspace.mjs';

/** Where a build takes its sources from, below a package. */
const SOURCES = ['src', 'bin', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

/**
 * Installs exactly what the lockfile says. Throws when that fails.
 * @param {string} root
 */
export function installDependencies(root) {
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'].map((name) => join(root, name));
  const manifests = packageFolders(root).map((folder) => join(folder, 'package.json'));
  const inputs = [process.version, process.platform, process.arch, [...files, ...manifests].map(read)];
  unlessFresh(join(root, 'node_modules', '.ashlar-install'), inputs, () => {
    console.error('setup: installing dependencies (the first time this takes a minute)');
    runPnpm(root, ['install', '--frozen-lockfile', '--config.confirm-modules-purge=false']);
  });
}

/**
 * Builds every package when a source has changed or a build was cleaned away. Throws when a build fails.
 * @param {string} root
 */
export function buildPackages(root) {
  const stamp = join(root, 'node_modules', '.ashlar-build');
  const folders = packageFolders(root);
  if (!folders.every((folder) => existsSync(join(folder, 'dist')))) rmSync(stamp, { force: true });
  const inputs = folders.flatMap((folder) => SOURCES.map((name) => stateOf(join(folder, name))));
  unlessFresh(stamp, [read(join(root, 'pnpm-lock.yaml')), inputs], () => {
    console.error('setup: building');
    runPnpm(root, ['-r', 'run', 'build']);
  });
}

/**
 * @param {string} root
 * @param {readonly string[]} args
 */
function runPnpm(root, args) {
  const [command = '', ...rest] = args;
  runNpm('npx', pnpmThroughNpx(root, [command, '--reporter=append-only', ...rest]), {
    cwd: root,
    env: pnpmEnvironment(process.env),
  });
}
