import { join } from 'node:path';
import { installPinned, type Pinned, type Weight } from '@ashlar/kit/bench';

/** A published server that reads a vault from the disk, and how it is asked what ours is asked. */
export interface Peer extends Pinned {
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

export interface Installed extends Weight {
  program: string;
}

/** Installs a peer alone. Throws what `installPinned` throws. */
export async function installPeer(peer: Peer, folder: string): Promise<Installed> {
  const weight = await installPinned(peer, folder);
  return { ...weight, program: join(folder, 'node_modules', peer.name, peer.program) };
}
