import { spawnSync } from 'node:child_process';

const WINDOWS = process.platform === 'win32';

/** Runs a command with its output on our stderr, so that stdout stays free. Throws when it fails. */
export function runOnStderr(command, args, { cwd, env = process.env }) {
  const { status, error } = spawnSync(command, args, {
    cwd,
    env,
    stdio: ['ignore', 2, 2],
    shell: WINDOWS, // npm and npx are scripts there
  });
  if (error !== undefined) throw error;
  if (status !== 0)
    throw new Error(`${command} ${args.slice(0, 3).join(' ')} failed with exit code ${status}.`);
}

export function runNpm(args, options) {
  runOnStderr('npm', ['--no-audit', '--no-fund', '--loglevel', 'error', ...args], options);
}

/** Runs the pnpm that package.json pins, whatever is installed on the machine. */
export function runPnpm(version, args, options) {
  runOnStderr('npx', ['-y', '--loglevel', 'error', `pnpm@${version}`, ...args], options);
}
