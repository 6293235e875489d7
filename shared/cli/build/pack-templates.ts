import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTarGzip } from 'nanotar';

/** What belongs to a workspace and not to a server. */
const LEFT_OUT = new Set(['node_modules', 'dist', '.cache', 'CHANGELOG.md', 'tools.lock.sig', '.DS_Store']);

const cli = join(import.meta.dirname, '..');
const servers = join(cli, '..', '..', 'servers');
const templates = join(cli, 'templates');

const versionOf = (manifest: string) => JSON.parse(readFileSync(manifest, 'utf8')).version as string;

/** Packs the sources of each server, so that `ashlar fork` needs nothing but what npm has brought. */
async function packTemplates(): Promise<void> {
  const kit = versionOf(join(cli, '..', 'kit', 'package.json'));
  rmSync(templates, { recursive: true, force: true });
  mkdirSync(templates);
  const names = readdirSync(servers, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of names) {
    const files = filesBelow(join(servers, name)).map((path) => ({
      name: path,
      data: contentOf(join(servers, name, path), path, kit),
    }));
    // Nothing of who packed it, and of when: the same sources give the same bytes.
    writeFileSync(join(templates, `${name}.tgz`), await createTarGzip(files, { attrs: { mtime: 0 } }));
  }
}

/** Paths of the files below a folder, with `/`, in an order that is the same everywhere. */
function filesBelow(folder: string, above = ''): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${above}${entry.name}`;
      return entry.isDirectory() ? filesBelow(join(folder, entry.name), `${path}/`) : [path];
    });
}

/** Alone a server has no workspace to take the kit from. */
function contentOf(file: string, path: string, kit: string): Uint8Array {
  const content = readFileSync(file);
  if (path !== 'package.json') return content;
  return Buffer.from(content.toString('utf8').replaceAll('"workspace:^"', `"^${kit}"`));
}

await packTemplates();
