import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLIENTS, connectHttp } from '../../../shared/kit/src/testing/client.ts';
import { freePort } from '../../../shared/kit/src/testing/servers/free-port.ts';
import { ROOT } from '../../setup/workspace.mjs';
import { run } from '../run.ts';
import { type Engine, typed } from './engine.ts';
import { same } from './inside.ts';
import { commandOf, REHEARSED } from './page.ts';

const TRIALS = 100;
/** Milliseconds for a connection on this machine. */
const PATIENCE_MS = 5_000;
const CONTAINER = `${REHEARSED}notes`;

/** Starts it as documented, on a port that is free; asks with and without a key; and stops it in good order. */
export async function overHttp(engine: Engine, home: string, commands: readonly string[]): Promise<void> {
  const key = await keyIn(join(home, 'keys', 'keys.json'));
  await typed(engine, commandOf(commands, 'sudo chown'));
  const port = await freePort();
  const line = commandOf(commands, `docker run -d --name ${CONTAINER}`).replaceAll(
    '127.0.0.1:3000',
    `127.0.0.1:${port}`,
  );
  await typed(engine, line);
  try {
    const url = `http://127.0.0.1:${port}/mcp`;
    await ready(new URL('/readyz', url));
    same((await fetch(url, { method: 'POST' })).status, 401, 'the answer to who has no key');
    for (const kind of CLIENTS) {
      const client = await connectHttp(kind, url, { headers: { authorization: `Bearer ${key}` } });
      same((await client.text('read', { path: 'list.md' })).includes('milk'), true, 'a note can be read');
      await client.close();
    }
    const started = performance.now();
    await typed(engine, commandOf(commands, 'docker stop'));
    console.log(`    stopped in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    const code = await typed(engine, `docker inspect --format '{{.State.ExitCode}}' ${CONTAINER}`);
    // 137 would be that of a process that had to be killed.
    same(code.trim(), '0', 'the exit code');
  } finally {
    await typed(engine, `${commandOf(commands, 'docker rm')} --force`);
    await typed(engine, 'sudo chown -R "$(id -u)" ~/keys');
  }
  await leftAlone(port);
}

/** Throws while something still stands between a port and whoever listens there: a rule that an engine forgot. */
async function leftAlone(port: number): Promise<void> {
  const next = createServer((socket) => socket.end()).listen(port, '127.0.0.1');
  await once(next, 'listening');
  const guest = connect(port, '127.0.0.1');
  try {
    await once(guest, 'connect', { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (cause) {
    throw new Error(`port ${port} cannot be reached since a container had it`, { cause });
  } finally {
    guest.destroy();
    next.close();
  }
}

async function keyIn(file: string): Promise<string> {
  const program = join(ROOT, 'shared', 'cli', 'dist', 'main.js');
  const args = [program, 'keys', 'add', '--file', file, '--owner', 'ann', '--scopes', 'filesystem:read'];
  const said = await run(process.execPath, args, { cwd: ROOT, env: process.env });
  const [key] = /ashlar_\S+/.exec(said) ?? [];
  if (key === undefined) throw new Error('no key was made');
  return key;
}

async function ready(url: URL): Promise<void> {
  for (let trial = 0; trial < TRIALS; trial++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(100);
  }
  throw new Error(`${url} is not ready`);
}
