import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outside, outsiders } from '../outside.ts';
import { openRegistry } from './registry.ts';

/** Who walks. */
const ANN = {
  NO_COLOR: '1',
  GIT_AUTHOR_NAME: 'Ann',
  GIT_AUTHOR_EMAIL: 'ann@example.com',
  GIT_COMMITTER_NAME: 'Ann',
  GIT_COMMITTER_EMAIL: 'ann@example.com',
};
/** Settings of whoever runs the tests. */
const SETTINGS = /^(npm_config_|XDG_)/i;

/** An empty home, in which npm gets packages of this workspace as they would be published. */
export interface Home {
  path: string;
  env: NodeJS.ProcessEnv;
  close(): void;
}

export async function makeHome(upstream: string): Promise<Home> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ashlar-page-')));
  const made = (name: string) => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  };
  const path = made('home');
  const registry = await openRegistry(upstream, made('packed'));
  // In a file of hers, as hosts give servers little of their environment.
  const settings = {
    registry: registry.url,
    cache: await lentCache(made('cache')),
    fund: false,
    audit: false,
  };
  const lines = Object.entries({ ...settings, 'update-notifier': false }).map(
    ([name, value]) => `${name}=${value}`,
  );
  writeFileSync(join(path, '.npmrc'), `${lines.join('\n')}\n`);
  const told = Object.entries(outsiders(process.env)).filter(([name]) => !SETTINGS.test(name));
  return {
    path,
    env: { ...Object.fromEntries(told), ...ANN, HOME: path },
    close() {
      registry.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What npm has fetched for others need not be fetched again; what it has installed for them is not installed. */
async function lentCache(cache: string): Promise<string> {
  const fetched = join(
    (await outside(cache, 'npm', 'config', 'get', 'cache', '--loglevel=silent')).trim(),
    '_cacache',
  );
  if (existsSync(fetched)) symlinkSync(fetched, join(cache, '_cacache'));
  return cache;
}
