import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '@ashlar/kit/errors';
import { expect, it } from 'vitest';
import { openVault, prepareVault } from '../src/vault.ts';
import { makeVault, temporaryFolder } from './disk-vault.ts';

const nowhere = { warn: () => undefined };

it('refuses a vault that is no folder by naming the option', () => {
  const folder = makeVault({ 'a.md': 'x' });
  for (const vault of [join(folder, 'none'), join(folder, 'a.md'), 'https://a.example/vault']) {
    expect(() => prepareVault({ vault: [vault] }, nowhere)).toThrow(ToolError);
    expect(() => prepareVault({ vault: [vault] }, nowhere)).toThrow(/^<vault folder>: /);
  }
});

it('keeps the text index where it was told to, never in the vault, and only once something is searched', async () => {
  const folder = makeVault({ 'a.md': 'apple' });
  const cache = temporaryFolder();
  const { vault, close } = openVault(prepareVault({ vault: [folder], cache }, nowhere), nowhere);
  const { signal } = new AbortController();
  await vault.ready(signal);
  expect(readdirSync(cache)).toEqual([]);
  const { total } = await (await vault.text.open()).search('apple', { limit: 1 });
  expect(total).toBe(1);
  await close();
  // The index of links beside it.
  const kept = readdirSync(join(cache, 'vault')).map((name) => name.replace(/^[0-9a-f]{32}/, ''));
  expect(kept.sort()).toEqual(['.db', '.links']);
  expect(readdirSync(folder)).toEqual(['a.md']);

  const warnings: string[] = [];
  const inside = { vault: [folder], cache: join(folder, 'cache') };
  expect(prepareVault(inside, { warn: (text) => warnings.push(text) }).textFile).toBe(undefined);
  expect(warnings).toEqual(['The folder for the text index lies in the vault: the index is not kept.']);
  expect(prepareVault({ vault: [folder], cache: 'off' }, nowhere).textFile).toBe(undefined);
});
