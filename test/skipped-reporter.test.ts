import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROOT } from '../scripts/setup/workspace.mjs';

let folder: string;
beforeEach(() => {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  folder = mkdtempSync(join(ROOT, '.cache', 'skipped-reporter-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs some test files with the reporter; gives the lines it wrote. */
function linesOf(files: Record<string, string>, ...flags: string[]): string[] {
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), `import { beforeAll, describe, expect, it } from 'vitest';\n${text}`);
  }
  const reporter = `--reporter=${join(ROOT, 'scripts', 'skipped-reporter.ts')}`;
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--root', folder, reporter, ...flags];
  const { stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return stdout.trim().split('\n');
}

it('counts, and names what did not run and why', () => {
  const lines = linesOf({
    'a.test.ts': `
      it('passes', () => {});
      it('fails', () => expect(1).toBe(2));
      describe.skip('here not', () => it('is skipped', () => {}));
      it('decides', ({ skip }) => skip('no Windows here'));
      it.todo('comes later');`,
  });
  expect(lines.filter((line) => line.startsWith('not run'))).toEqual([
    'not run here: a.test.ts: here not > is skipped',
    'not run here: a.test.ts: decides (no Windows here)',
    'not run here: a.test.ts: comes later',
  ]);
  expect(lines.at(-1)).toBe('1 passed, 1 failed, 3 skipped');
});

it('counts what keeps tests from running as failed', () => {
  const lines = linesOf({
    'load.test.ts': `throw new Error('does not load');`,
    'prepare.test.ts': `beforeAll(() => { throw new Error('no preparation'); }); it('waits', () => {});`,
    'group.test.ts': `describe('group', () => {
      beforeAll(() => { throw new Error('no preparation'); });
      it('waits', () => {});
    });`,
    'late.test.ts': `it('passes', () => { void Promise.reject(new Error('nobody looked')); });`,
  });
  expect(lines.at(-1)).toBe('1 passed, 4 failed, 2 skipped');
});

it('does not list what was not asked for', () => {
  const lines = linesOf({ 'a.test.ts': `it('bread', () => {}); it('wine', () => {});` }, '-t', 'bread');
  expect(lines.filter((line) => line.startsWith('not run'))).toEqual([]);
  expect(lines.at(-1)).toBe('1 passed, 0 failed, 1 skipped');
});
