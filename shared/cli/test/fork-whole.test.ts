import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const main = join(import.meta.dirname, '..', 'dist', 'main.js');
/** Files that are written before something happens: fewer than there are of the smallest server. */
const WRITTEN = 5;

/** `ashlar new server`, in whose process `happening` is done instead of writing one of the files, and then it is written. */
function newServer(folder: string, happening: string) {
  const preload = join(folder, 'preload.mjs');
  writeFileSync(
    preload,
    `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const { writeFileSync } = fs;
let count = 0;
fs.writeFileSync = (...given) => {
  if (++count === ${WRITTEN}) { ${happening} }
  return writeFileSync(...given);
};
syncBuiltinESMExports();
`,
  );
  const run = spawnSync(
    process.execPath,
    ['--import', pathToFileURL(preload).href, main, 'new', 'deep/server'],
    {
      encoding: 'utf8',
      cwd: folder,
    },
  );
  rmSync(preload);
  return run;
}

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-fork-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const FULL = "throw Object.assign(new Error('ENOSPC: /secret'), { code: 'ENOSPC' });";

it('leaves nothing where the disk is full, nor the folders above that it had made', () => {
  const folder = emptyFolder();
  const { status, stderr } = newServer(folder, FULL);
  expect(stderr).toBe('ashlar: deep/server cannot be made (ENOSPC). Name a folder where you may write.\n');
  expect(status).toBe(2);
  expect(readdirSync(folder)).toEqual([]);
});

it('leaves a folder that was there and empty as it was', () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'deep', 'server'), { recursive: true });
  expect(newServer(folder, FULL).status).toBe(2);
  expect(readdirSync(join(folder, 'deep', 'server'))).toEqual([]);
});

it.skipIf(process.platform === 'win32')('is whole where Ctrl-C comes between two files', () => {
  const folder = emptyFolder();
  const { stdout, signal } = newServer(folder, "process.kill(process.pid, 'SIGINT');");
  const [, count] = /: (\d+) files/.exec(stdout) ?? [];
  const files = existsSync(join(folder, 'deep'))
    ? readdirSync(join(folder, 'deep', 'server'), { recursive: true, withFileTypes: true })
    : [];
  expect(signal).toBe(null);
  expect(files.filter((file) => file.isFile())).toHaveLength(Number(count));
});

it.each(['file', 'file/below'])('says that %s is a file, or below one', (named) => {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'file'), 'mine');
  const { stderr, status } = spawnSync(process.execPath, [main, 'new', named, '--name', 'desk'], {
    encoding: 'utf8',
    cwd: folder,
  });
  expect([status, stderr]).toEqual([
    2,
    `ashlar: ${named} is a file, or below one; name a folder that is not there yet.\n`,
  ]);
});
