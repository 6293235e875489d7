import { join } from 'node:path';
import { installPacked, type Row } from '@ashlar/kit/bench';
import type { Installed } from './peers.ts';

/** What each weighs, installed alone. */
export async function installs(folder: string, peers: readonly Installed[]): Promise<Row[]> {
  const ours = await installPacked(join(import.meta.dirname, '..'), folder);
  const row = (what: string, key: 'megabytes' | 'packages', unit: string): Row => ({
    what,
    ours: ours[key],
    peer: peers.map((peer) => peer[key]),
    unit,
    bound: { value: 1 },
  });
  return [row('install', 'megabytes', 'MB'), row('packages installed', 'packages', '')];
}
