import { join } from 'node:path';
import { installAlone, installPacked, type Row } from '@ashlar/kit/bench';

/** Installs both packages alone, weighs them, and tells where the peer's program is. */
export async function installed(folder: string, peer: string): Promise<{ rows: Row[]; peerBin: string }> {
  const ours = await installPacked(join(import.meta.dirname, '..'), folder);
  const theirs = await installAlone(peer, join(folder, 'install-peer'));
  const row = (what: string, key: 'megabytes' | 'packages', unit: string, value: number): Row => ({
    what,
    ours: ours[key],
    peer: theirs[key],
    unit,
    bound: { value },
  });
  const name = peer.slice(0, peer.lastIndexOf('@'));
  return {
    rows: [row('install', 'megabytes', 'MB', 1), row('packages installed', 'packages', '', 1)],
    peerBin: join(folder, 'install-peer', 'node_modules', name, 'dist', 'index.js'),
  };
}
