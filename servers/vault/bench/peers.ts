import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installAlone } from '@ashlar/kit/bench';

/** A published server that reads a vault from the disk, and how it is asked what ours is asked. */
export interface Peer {
  name: string;
  version: string;
  integrity: string;
  /** Its program in the package. */
  program: string;
  args(vault: string): string[];
  /** Reads the note that a link leads to, which is the nearest it has; undefined where it has nothing like it. */
  resolve?(link: string): Call;
  search(query: string): Call;
}

/** A tool and its input. */
export type Call = readonly [tool: string, input: Record<string, unknown>];

/** The peers of the table, in its order. */
export const PEERS: readonly Peer[] = [
  {
    name: '@bitbonsai/mcpvault',
    version: '0.16.0',
    integrity:
      'sha512-HTGAi5eA9UM94Op9bfujz7UoCs51NcYQHU4Os3oXf5UX0QVrN3d1kQguL8erKFCgg7IeqH/PnbW23qRYmskzpg==',
    program: 'dist/server.js',
    args: (vault) => [vault],
    resolve: (link) => ['wiki_link', { document: link }],
    search: (query) => ['search_notes', { query }],
  },
  {
    name: 'obsidian-mcp',
    version: '2.0.1',
    integrity:
      'sha512-OCTsRGKXc3SNI3xCph1hsGgmUmdhfOPRgIHpO5u5593cgQw/0upMTRK5P8IFpLLo4Q1c3i8IxNwl9Ny4p1RoYg==',
    program: 'dist/main.js',
    args: (vault) => ['serve', '--vault', `notes=${vault}`],
    search: (query) => ['obsidian_search_vault', { vault: 'notes', query }],
  },
];

export interface Installed {
  program: string;
  megabytes: number;
  packages: number;
}

/** Installs a peer alone. Throws where the registry gives something else than was chosen; nothing of it has run then. */
export async function installPeer(peer: Peer, folder: string): Promise<Installed> {
  const { name, version, integrity } = peer;
  const weight = await installAlone(`${name}@${version}`, folder);
  const modules = join(folder, 'node_modules');
  const { packages } = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as {
    packages: Record<string, { integrity?: string }>;
  };
  const found = packages[`node_modules/${name}`]?.integrity;
  if (found !== integrity) throw new Error(`${name}@${version} has the integrity ${found}.`);
  return { ...weight, program: join(modules, name, peer.program) };
}
