import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { loadPackages, requireNode } from '../../src/needs/index.ts';

const WANTING = {
  what: 'Some database',
  packages: 'pg@8 pg-cursor@2',
  server: '@ashlar/sql',
  program: 'ashlar-sql',
};

it('says with which command packages come that are not there', async () => {
  const missing = loadPackages(() => import('no-driver-of-this-name' as string), WANTING);
  await expect(missing).rejects.toMatchObject({
    code: 'unavailable',
    message: 'Some database needs packages that are not installed.',
    hint: 'Start with: npx -y -p @ashlar/sql -p pg@8 -p pg-cursor@2 ashlar-sql …',
  });
});

it('hides no other failure of loading', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-needs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const broken = join(folder, 'broken.mjs');
  writeFileSync(broken, 'throw new Error("broken")');
  await expect(loadPackages(() => import(pathToFileURL(broken).href), WANTING)).rejects.toThrow('broken');
});

it('says which Node is needed instead of ending without a word', () => {
  expect(() => requireNode('SQLite', [22, 14], '22.13.9')).toThrow(
    'SQLite needs Node 22.14 or later; this is 22.13.9.',
  );
  for (const old of ['18.20.0', '20.19.0'])
    expect(() => requireNode('SQLite', [22, 14], old)).toThrow('22.14');
  for (const good of ['22.14.0', '22.20.1', '24.0.0'])
    expect(() => requireNode('SQLite', [22, 14], good)).not.toThrow();
});
