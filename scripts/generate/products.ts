import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, serverPackages } from '../check/workspace.ts';
import { load } from './load.ts';
import { lockFile } from './lock.ts';
import { serverManifest } from './manifest.ts';
import { readme } from './readme.ts';

/** Files that no longer say what the code says. */
export async function stale(): Promise<string[]> {
  return (await products())
    .filter(({ path, text }) => current(path) !== text)
    .map(({ path }) => relative(ROOT, path));
}

/** Brings them up to date; gives those that changed. */
export async function write(): Promise<string[]> {
  const changed = (await products()).filter(({ path, text }) => current(path) !== text);
  for (const { path, text } of changed) writeFileSync(path, text);
  return changed.map(({ path }) => relative(ROOT, path));
}

async function products(): Promise<{ path: string; text: string }[]> {
  const all = await Promise.all(
    serverPackages().map(async (server) => {
      const loaded = await load(server);
      return [
        { path: join(server.path, 'tools.lock.json'), text: lockFile(loaded) },
        {
          path: join(server.path, 'README.md'),
          text: readme(current(join(server.path, 'README.md')), loaded),
        },
        { path: join(server.path, 'server.json'), text: serverManifest(server.manifest, loaded) },
      ];
    }),
  );
  return all.flat();
}

function current(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
