import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installAlone, type Row } from '@ashlar/kit/bench';
import type { Installed } from './peers.ts';

/** What each weighs, installed alone. */
export async function installs(folder: string, peers: readonly Installed[]): Promise<Row[]> {
  const packed = join(folder, 'packed');
  rmSync(packed, { recursive: true, force: true });
  mkdirSync(packed, { recursive: true });
  execFileSync('npm', ['pack', '--pack-destination', packed, '--loglevel', 'error'], {
    cwd: join(import.meta.dirname, '..'),
    stdio: 'pipe',
  });
  const [tarball = ''] = readdirSync(packed);
  const ours = await installAlone(join(packed, tarball), join(folder, 'install-ours'));
  const row = (what: string, key: 'megabytes' | 'packages', unit: string): Row => ({
    what,
    ours: ours[key],
    peer: peers.map((peer) => peer[key]),
    unit,
    bound: { value: 1 },
  });
  return [row('install', 'megabytes', 'MB'), row('packages installed', 'packages', '')];
}
