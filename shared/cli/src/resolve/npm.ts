import { spawn } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { CommandError } from '../command-error.ts';
import { endWithUs } from '../end-with-us.ts';

/** Milliseconds that a registry may take. */
const PATIENCE_MS = 30_000;
/** What it says of why it failed, at the end. */
const KEPT = 2_000;

export interface NpmRun {
  ok: boolean;
  stdout: string;
  stderr: string;
}

/** Runs npm in a folder, by the registry and the credentials that it is set up with there. Throws `CommandError` without npm. */
export function npm(words: readonly string[], cwd: string, patienceMs = PATIENCE_MS): Promise<NpmRun> {
  const [program, ...args] = npmCommand();
  return new Promise((resolve, reject) => {
    const child = spawn(program as string, [...args, ...words], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: patienceMs,
    });
    const hasEnded = endWithUs({
      close: () =>
        new Promise((ended) => {
          // Nobody goes on with what it has not finished.
          child.removeAllListeners('close').once('close', () => ended());
          child.kill();
        }),
      kill: () => void child.kill('SIGKILL'),
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr = (said.stderr + text).slice(-KEPT);
    });
    child.on('error', (cause) =>
      reject(new CommandError(`npm cannot be started (${cause.message}).`, { cause })),
    );
    child.on('close', (code) => {
      hasEnded();
      resolve({ ok: code === 0, ...said });
    });
  });
}

/** What `npm view` prints of a package. */
export async function npmView(spec: string, cwd: string): Promise<string> {
  return (await npm(['view', spec, 'name', 'version', 'dist.integrity', 'bin', '--json'], cwd)).stdout;
}

/** npm is a script of node's; started as that it needs no shell, also on Windows. */
function npmCommand(): string[] {
  const running = process.env.npm_execpath;
  if (running !== undefined && basename(running) === 'npm-cli.js') return [process.execPath, running];
  if (process.platform !== 'win32') return ['npm'];
  return [process.execPath, join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js')];
}
