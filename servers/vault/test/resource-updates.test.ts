import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { listenTo, WAYS_TO_LISTEN } from '@ashlar/kit/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { watchReport } from '../src/resources/watch-report.ts';
import { Vault } from '../src/vault.ts';
import { makeVault, put } from './disk-vault.ts';
import { numbered } from './wire.ts';

type Connect = (typeof WAYS_TO_LISTEN)[number][1];

const BIN = join(import.meta.dirname, '..', 'dist', 'main.js');

/** A client of the built server that is told of changes to these resources of a vault, which it names by their paths. */
async function told(connect: Connect, folder: string, ...paths: string[]) {
  const client = await connect({ command: process.execPath, args: [BIN, folder, '--cache', 'off'] });
  onTestFinished(() => client.close());
  const base = `vault://${folder.slice(folder.lastIndexOf('/') + 1)}/`;
  const listening = await listenTo(
    client,
    paths.map((path) => base + path),
  );
  const afterwards = async (act: () => unknown) =>
    (await listening.afterwards(act)).map((uri) => uri.replace(base, ''));
  return { ...listening, afterwards };
}

describe.each(WAYS_TO_LISTEN)('who is %s', { timeout: 30_000 }, (_name, connect) => {
  it('is told when a note is written, replaced, removed and made again, until it stops', async () => {
    const folder = makeVault({ 'a b.md': 'one', 'b.md': '' });
    const { client, stop, heard, afterwards } = await told(connect, folder, 'note/a%20b.md', 'note/b.md');
    expect(await afterwards(() => put(folder, 'a b.md', 'two'))).toEqual(['note/a%20b.md']);
    put(folder, 'c.md', 'three');
    expect(await afterwards(() => renameSync(join(folder, 'c.md'), join(folder, 'a b.md')))).toEqual([
      'note/a%20b.md',
    ]);
    expect(await afterwards(() => rmSync(join(folder, 'a b.md')))).toEqual(['note/a%20b.md']);
    expect(await afterwards(() => put(folder, 'a b.md', 'four'))).toEqual(['note/a%20b.md']);
    await stop();
    heard.length = 0;
    const other = await told(connect, folder, 'note/b.md');
    await other.afterwards(() => {
      put(folder, 'a b.md', 'five');
      put(folder, 'b.md', 'five');
    });
    expect(heard).toEqual([]);
    expect(await client.text('read_note', { path: 'a b.md' })).toContain('five');
  });

  it('is told of a note that is not there yet, and of nothing it may not read', async () => {
    const folder = makeVault({ 'a.md': '', '.obsidian/app.json': '' });
    const hidden = ['note/.obsidian/app.json', 'note/%2eobsidian/app.json', 'note/../x.md', 'note/%zz', 'x'];
    const { afterwards } = await told(connect, folder, ...hidden, 'note/new.md');
    const change = () => {
      put(folder, '.obsidian/app.json', 'x');
      put(folder, 'new.md', 'x');
    };
    expect(await afterwards(change)).toEqual(['note/new.md']);
  });

  it('is told that the report is another when names or links are', async () => {
    const folder = makeVault({ 'a.md': '[[b]]', 'b.md': '# One' });
    const { afterwards } = await told(connect, folder, 'report');
    expect(await afterwards(() => put(folder, 'c.md', ''))).toEqual(['report']);
    expect(await afterwards(() => put(folder, 'a.md', '[[gone]]'))).toEqual(['report']);
  });
});

describe('a report that is watched', { timeout: 30_000 }, () => {
  async function watched(files: Record<string, string>, { isRead = true } = {}) {
    const folder = makeVault(files);
    const root = { name: 'v', given: folder, real: folder, writable: false };
    const vault = new Vault({ root, textFile: undefined }, () => {});
    onTestFinished(() => vault.close());
    if (isRead) await vault.ready(new AbortController().signal);
    const changed = vi.fn();
    const stop = await watchReport(vault, changed);
    return { folder, vault, changed, stop };
  }

  it('is another with other links, headings or blocks, and not with other prose', async () => {
    const { folder, changed } = await watched({ 'a.md': '[[b]]', 'b.md': '# One' });
    const edit = async (text: string) => {
      changed.mockClear();
      put(folder, 'a.md', text);
      await wait(1_300);
      return changed.mock.calls.length;
    };
    expect(await edit('[[b]]')).toBe(0);
    expect(await edit('Prose.\n\n[[b]]')).toBe(0);
    expect(await edit('Prose. [[b]] [[c]]')).toBe(1);
    expect(await edit('# Head\n[[b]] [[c]]')).toBe(1);
    expect(await edit('# Head\n[[b]] [[c]] ^id')).toBe(1);
    expect(await edit('# Head\n[[b]] [[c]] more ^id')).toBe(0);
  });

  it('is another once the notes are read that it was made without', async () => {
    const files = numbered(2_000, (at) => `[[n${at + 1}]] ${'text '.repeat(500)}`);
    const { vault, changed } = await watched(files, { isRead: false });
    expect(vault.waiting).toBeGreaterThan(0);
    await vi.waitUntil(() => changed.mock.calls.length > 0, { timeout: 20_000 });
    expect(vault.waiting).toBe(0);
  });

  it('is told of once a second while the vault never rests', async () => {
    const { folder, changed, stop } = await watched({ 'a.md': '' });
    const begun = performance.now();
    for (let at = 0; changed.mock.calls.length < 2; at++) {
      put(folder, `n${at % 50}.md`, `[[${at}]]`);
      await wait(10);
    }
    const seconds = (performance.now() - begun) / 1_000;
    expect(changed.mock.calls.length).toBeLessThanOrEqual(Math.ceil(seconds));
    stop();
  });

  it('is not told of any more once it is stopped', async () => {
    const { folder, vault, changed, stop } = await watched({ 'a.md': '' });
    put(folder, 'b.md', '[[x]]');
    await vault.ready(new AbortController().signal);
    stop();
    put(folder, 'c.md', '[[x]]');
    await vault.ready(new AbortController().signal);
    await wait(1_300);
    expect(changed).not.toHaveBeenCalled();
  });
});
