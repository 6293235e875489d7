import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installAlone, type Row } from '@ashlar/kit/bench';

const execute = promisify(execFile);

/** Installs both packages alone, weighs them, and tells where the peer's program is. */
export async function installed(folder: string, peer: string): Promise<{ rows: Row[]; peerBin: string }> {
  const packed = join(folder, 'packed');
  await mkdir(packed, { recursive: true });
  await execute('npm', ['pack', '--pack-destination', packed, '--loglevel', 'error'], {
    cwd: join(import.meta.dirname, '..'),
  });
  const tarball = (await readdir(packed)).find((name) => name.endsWith('.tgz')) ?? '';
  const ours = await installAlone(join(packed, tarball), join(folder, 'install-ours'));
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
