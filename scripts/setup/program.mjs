import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { isatty } from 'node:tty';

/**
 * Runs a script of ours, TypeScript or not, in place of this process.
 * @param {string} script
 * @param {readonly string[]} args
 */
export function becomeScript(script, args = []) {
  return become(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args]);
}

/**
 * Runs a program in place of this process: it has our streams, gets the signals sent to us, and this process
 * ends as it ends. The promise never resolves; it rejects when the program cannot be started.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ shell?: boolean }} options
 * @returns {Promise<never>}
 */
export function become(program, args, { shell = false } = {}) {
  return new Promise((_, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', shell });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => {
        if (signal !== 'SIGINT' || !onTerminal()) child.kill(signal);
      });
    }
    child.on('error', reject);
    child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
}

/** A terminal sends Ctrl-C to the child itself; a second one would end it before it has finished. */
function onTerminal() {
  return [0, 1, 2].some((descriptor) => isatty(descriptor));
}

/**
 * Runs npm or npx to its end and says nothing, except on stderr what it said when it fails; then throws.
 * @param {'npm' | 'npx'} name
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 */
export function runNpm(name, args, { cwd, env = process.env }) {
  const command = npmCommand(name, args);
  const { status, error, stdout, stderr } = spawnSync(command.file, command.args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command.shell,
  });
  if (error !== undefined) throw new Error(`${name} cannot be started (${error.message}).`);
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}`);
  throw new Error(`${name} ${args.join(' ')} failed with exit code ${status}.`);
}

/**
 * npm and npx are command scripts on Windows, which only a shell starts.
 * @param {string} name
 * @param {readonly string[]} args
 */
export function npmCommand(name, args) {
  if (process.platform !== 'win32') return { file: name, args, shell: false };
  const quoted = args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg));
  return { file: [name, ...quoted].join(' '), args: [], shell: true };
}
