import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureNode } from './setup/node.mjs';
import { runPnpm } from './setup/run.mjs';
import { read, stateOf, unlessFresh } from './setup/stamp.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * What every command does first: a Node that is new enough, the dependencies of the lockfile, and the built
 * packages. Each is skipped when nothing has changed since, without asking the network. Ends the process with
 * exit code 1 and a sentence on stderr when something cannot be done.
 */
export function setUp(script) {
  try {
    ensureNode(ROOT, fileURLToPath(script));
    const { packageManager } = JSON.parse(read(join(ROOT, 'package.json')));
    const pnpm = packageManager.split('@')[1];
    const manifests = packages().map((folder) => read(join(folder, 'package.json')));
    const locked = [read(join(ROOT, 'pnpm-lock.yaml')), read(join(ROOT, 'package.json')), ...manifests];
    unlessFresh(join(ROOT, 'node_modules', '.ashlar-install'), [process.version, locked], () => {
      console.error('setup: installing dependencies');
      runPnpm(pnpm, ['install', '--frozen-lockfile', '--reporter=silent'], { cwd: ROOT });
    });
    const stampOfBuild = join(ROOT, 'node_modules', '.ashlar-build');
    const sources = packages().flatMap((folder) => ['src', 'bin'].map((part) => join(folder, part)));
    const state = sources.filter((folder) => existsSync(folder)).flatMap(stateOf);
    if (!built()) rmSync(stampOfBuild, { force: true });
    unlessFresh(stampOfBuild, [state, locked], () => {
      console.error('setup: building');
      runPnpm(pnpm, ['-r', '--reporter=silent', 'run', 'build'], { cwd: ROOT });
    });
  } catch (error) {
    console.error(`setup: ${error.message}`);
    process.exit(1);
  }
}

/** The folders of the workspace's packages. */
export function packages() {
  return ['shared', 'servers'].flatMap((room) =>
    readdirSync(join(ROOT, room))
      .map((name) => join(ROOT, room, name))
      .filter((folder) => existsSync(join(folder, 'package.json'))),
  );
}

/** The names of the servers, for people. */
export function servers() {
  return readdirSync(join(ROOT, 'servers')).filter((name) =>
    existsSync(join(ROOT, 'servers', name, 'package.json')),
  );
}

/** What was cleaned away is built again. */
function built() {
  return packages().every((folder) => existsSync(join(folder, 'dist')));
}
