import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { ROOT, serverPackages } from '../../check/workspace.ts';
import { packDesktopBundle } from '../desktop-bundle.ts';
import { Newcomer } from '../newcomer.ts';
import { released } from './released.ts';
import { furtherWays, type Way } from './ways.ts';

/** Packs the bundle of a server that npm has, and writes the server.json with which the registry lists all its ways. */
async function list(name: string, folder: string): Promise<void> {
  const server = serverPackages(ROOT).find((one) => basename(one.folder) === name);
  if (server === undefined) throw new Error(`There is no server '${name}'.`);
  const way = released(server);
  const work = mkdtempSync(join(tmpdir(), 'ashlar-listing-'));
  try {
    const maker = new Newcomer(work, process.env.npm_config_registry ?? 'https://registry.npmjs.org/');
    const packed = await packDesktopBundle(maker, { name: server.manifest.name, folder: server.path });
    mkdirSync(folder, { recursive: true });
    copyFileSync(packed, join(folder, basename(way.bundle)));
    const listing = JSON.parse(readFileSync(join(server.path, 'server.json'), 'utf8')) as { packages: [Way] };
    listing.packages.push(...furtherWays(way, listing.packages[0], readFileSync(packed)));
    writeFileSync(join(folder, 'server.json'), `${JSON.stringify(listing, null, 2)}\n`);
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

const [name, folder] = process.argv.slice(2);
if (name === undefined || folder === undefined) throw new Error('list.ts <server> <folder>');
await list(name, resolve(folder));
