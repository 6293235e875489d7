import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../shared/kit/src/testing/servers/free-port.ts';
import { npmCommand } from '../../setup/program.mjs';
import { ROOT } from '../../setup/workspace.mjs';
import { run } from '../run.ts';

/** One of its packages asks for a tag, which not every registry has. */
const VERDACCIO = {
  private: true,
  dependencies: { verdaccio: '6.10.4' },
  overrides: { 'node-fetch': '2.7.0' },
};
/** Milliseconds until it has to answer. */
const PATIENCE = 60_000;

/** A registry of this machine, which has our packages from us and all others from where npm has them. */
export interface Registry {
  url: string;
  close(): Promise<void>;
}

/** Nothing of ours is ever asked of another registry, be it published there or not. */
export async function openRegistry(folder: string): Promise<Registry> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const config = join(folder, 'config.yaml');
  writeFileSync(config, JSON.stringify(configOf(folder, await upstream()), null, 2));
  const program = await verdaccio();
  const child = spawn(process.execPath, [program, '--config', config, '--listen', `127.0.0.1:${port}`], {
    cwd: folder,
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}/`;
  const close = () => end(child);
  try {
    await answers(`${url}-/ping`, child);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, close };
}

/** Its program, installed where it is not yet. It is no dependency of ours: few people rehearse a release. */
async function verdaccio(): Promise<string> {
  const folder = join(ROOT, '.cache', 'verdaccio');
  const manifest = join(folder, 'package.json');
  const program = join(folder, 'node_modules', 'verdaccio', 'bin', 'verdaccio');
  const text = JSON.stringify(VERDACCIO);
  if (existsSync(program) && readFileSync(manifest, 'utf8') === text) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(manifest, text);
  const { file, args, shell } = npmCommand('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund']);
  await run(file, args, { cwd: folder, env: process.env, shell });
  return program;
}

/** YAML, as JSON is: https://www.verdaccio.org/docs/configuration */
function configOf(folder: string, upstream: string): object {
  const ours = { access: '$all', publish: '$all' };
  return {
    storage: join(folder, 'storage'),
    auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: -1 } },
    uplinks: { npm: { url: upstream, cache: true, maxage: '1h', timeout: '60s' } },
    packages: { '@ashlar/*': ours, ashlar: ours, '**': { access: '$all', proxy: 'npm' } },
    max_body_size: '50mb',
    web: { enable: false },
    log: { type: 'stdout', level: 'fatal' },
  };
}

async function upstream(): Promise<string> {
  const { file, args, shell } = npmCommand('npm', ['config', 'get', 'registry', '--loglevel=silent']);
  return (await run(file, args, { cwd: ROOT, env: process.env, shell })).trim();
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until && child.exitCode === null) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await sleep(250);
  }
  throw new Error('the registry does not answer.');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
