import { spawn } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { CommandError } from '../command-error.ts';

/** Milliseconds that a registry may take. */
const PATIENCE_MS = 30_000;
const MAX_BYTES = 4 * 1024 * 1024;

/** What `npm view` prints of a package, by the registry and the credentials that npm is set up with. */
export function npmView(spec: string, cwd: string): Promise<string> {
  const [program, ...args] = npmCommand();
  return new Promise((resolve, reject) => {
    const fields = ['name', 'version', 'dist.integrity', 'bin'];
    const child = spawn(program as string, [...args, 'view', spec, ...fields, '--json'], {
      cwd,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: PATIENCE_MS,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', (cause) =>
      reject(new CommandError(`npm cannot be started (${cause.message}).`, { cause })),
    );
    child.on('close', () => resolve(output));
  });
}

/** npm is a script of node's; started as that it needs no shell, also on Windows. */
function npmCommand(): string[] {
  const running = process.env.npm_execpath;
  if (running !== undefined && basename(running) === 'npm-cli.js') return [process.execPath, running];
  if (process.platform !== 'win32') return ['npm'];
  return [process.execPath, join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js')];
}

/** JSON from an address; undefined where there is none under it. Throws `CommandError`. */
export async function fetchJson(url: string): Promise<unknown> {
  try {
    const answer = await fetch(url, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { accept: 'application/json' },
    });
    if (answer.status === 404) return undefined;
    const text = await answer.text();
    if (!answer.ok || text.length > MAX_BYTES) throw new Error(`status ${answer.status}`);
    return JSON.parse(text);
  } catch (cause) {
    const { host } = new URL(url);
    throw new CommandError(`${host} does not answer as a registry (${(cause as Error).message}).`, { cause });
  }
}
