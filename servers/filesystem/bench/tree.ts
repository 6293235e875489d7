import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const EXTENSIONS = ['md', 'ts', 'json', 'txt', 'csv'];
const TEXT = 'The quick brown fox jumps over the lazy dog and runs through the forest.\n';
export const NEEDLE = 'NEEDLE_TOKEN_42';
/** Files that hold the needle. */
export const HITS = 10;

/** A tree of 100,000 small files in 2,000 folders, one of them named `needle-xyz.cfg`; made once, then kept. */
export async function makeTree(folder: string): Promise<string> {
  const stamp = join(folder, '.complete');
  if (existsSync(stamp)) return folder;
  rmSync(folder, { recursive: true, force: true });
  for (let leaf = 0; leaf < 2_000; leaf++)
    makeLeaf(join(folder, `group-${Math.floor(leaf / 50)}`, `leaf-${leaf % 50}`), leaf);
  writeFileSync(join(folder, 'group-20', 'leaf-20', 'needle-xyz.cfg'), 'found = true\n');
  writeFileSync(stamp, '');
  return folder;
}

function makeLeaf(folder: string, leaf: number): void {
  mkdirSync(folder, { recursive: true });
  for (let file = 0; file < 50; file++) {
    const holdsNeedle = leaf % (2_000 / HITS) === 7 && file === 25;
    const text = `${TEXT}${holdsNeedle ? `${NEEDLE}\n` : TEXT}${TEXT}`;
    writeFileSync(join(folder, `file-${file}.${EXTENSIONS[file % EXTENSIONS.length]}`), text);
  }
}
