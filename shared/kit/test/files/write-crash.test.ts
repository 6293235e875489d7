import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLeftover } from '../../src/files/write/leftover-name.ts';
import { replaceFile } from '../../src/files/write/replace-file.ts';
import { type Desk, makeDesk } from './write-desk.ts';

let desk: Desk;
beforeEach(() => {
  desk = makeDesk();
});
afterEach(() => desk.remove());

const runsTypeScript = 'typescript' in process.features && Boolean(process.features.typescript);

function start(task: string, name = 'file'): ChildProcess {
  const script = fileURLToPath(new URL('./write-child.ts', import.meta.url));
  return spawn(process.execPath, ['--no-warnings', script, task, desk.root, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** As if half a minute had gone by: temporary files of killed processes look abandoned. */
function age(): void {
  for (const name of readdirSync(desk.root).filter(isLeftover)) {
    utimesSync(join(desk.root, name), 1, 1);
  }
}

const ROUNDS = 3;
const PATIENCE_MS = 60_000;
const AT_ONCE = 3;

describe.skipIf(!runsTypeScript)('processes (needs a Node that runs TypeScript)', () => {
  it(
    'killed at any moment leave the file wholly old or wholly new',
    async () => {
      const files = Array.from({ length: AT_ONCE }, (_, i) => `file${i}`);
      for (const name of files) desk.put(name, `${'a'.repeat(500_000)}\n`);
      let leftovers = 0;
      for (let round = 0; round < ROUNDS; round++) {
        await Promise.all(files.map(rewriteAndKill));
        for (const name of files) expect(desk.text(name)).toMatch(/^([a-z])\1{499999}\n$/);
        const others = desk.names().filter((name) => !files.includes(name));
        expect(others.every(isLeftover)).toBe(true);
        leftovers += others.length;
        age();
      }
      // Otherwise no kill came in the middle of a write, and this has shown nothing.
      expect(leftovers).toBeGreaterThan(0);
      await desk.slot('file0', (slot) => replaceFile(slot, () => Buffer.from('again')));
      expect(desk.text('file0')).toBe('again');
    },
    PATIENCE_MS,
  );

  async function rewriteAndKill(name: string): Promise<void> {
    const child = start('rewrite', name);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    await sleep(Math.random() * 40);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  it(
    'that edit one file at once lose no edit',
    async () => {
      desk.put('file', '');
      const children = [start('a:15'), start('b:15')];
      const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
      expect(codes).toEqual([0, 0]);
      const lines = desk.text('file').trim().split('\n');
      const expected = ['a', 'b'].flatMap((label) => Array.from({ length: 15 }, (_, i) => `${label}${i}`));
      expect(lines.sort()).toEqual(expected.sort());
      expect(desk.names()).toEqual(['file']);
    },
    PATIENCE_MS,
  );
});
