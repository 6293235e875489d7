import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connectStdio, listenTo, WAYS_TO_LISTEN } from '@ashlar/kit/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeFolder } from './walk-tree.ts';

type Connect = (typeof WAYS_TO_LISTEN)[number][1];

const BIN = join(import.meta.dirname, '..', 'dist', 'main.js');

/** A client of the built server that is told of changes to some files, which it names by their paths. */
async function told(connect: Connect, root: string, ...paths: string[]) {
  const client = await connect({ command: process.execPath, args: [BIN, root] });
  onTestFinished(() => client.close());
  const uris = paths.map((path) => pathToFileURL(join(root, path)).href);
  const listening = await listenTo(client, uris);
  const afterwards = async (act: () => unknown) =>
    (await listening.afterwards(act)).map((uri) => paths[uris.indexOf(uri)] ?? uri);
  return { ...listening, afterwards };
}

describe.each(WAYS_TO_LISTEN)('who is %s', (_name, connect) => {
  it('is told when a file is written to, edited, replaced, deleted and back, until it stops', async () => {
    const root = makeFolder({ 'a.txt': 'one\n', 'b.txt': '' });
    const at = (path: string) => join(root, path);
    const { client, stop, heard, afterwards } = await told(connect, root, 'a.txt', 'b.txt');
    const edits = [{ old: 'one', new: 'two' }];
    expect(await afterwards(() => client.call('edit', { path: 'a.txt', edits }))).toEqual(['a.txt']);
    expect(await afterwards(() => writeFileSync(at('a.txt'), 'three\n'))).toEqual(['a.txt']);
    writeFileSync(at('c.txt'), 'four\n');
    expect(await afterwards(() => renameSync(at('c.txt'), at('a.txt')))).toEqual(['a.txt']);
    expect(await afterwards(() => rmSync(at('a.txt')))).toEqual(['a.txt']);
    expect(await afterwards(() => writeFileSync(at('a.txt'), 'five\n'))).toEqual(['a.txt']);
    await stop();
    const rest = await told(connect, root, 'b.txt');
    heard.length = 0;
    await rest.afterwards(() => {
      writeFileSync(at('a.txt'), 'six\n');
      writeFileSync(at('b.txt'), 'six\n');
    });
    expect(heard).toEqual([]);
  });

  it('is told nothing of what it may not read', async () => {
    const outside = makeFolder({ 'secret.txt': '' });
    const root = makeFolder({ 'a.txt': '', '.env': '' });
    symlinkSync(join(outside, 'secret.txt'), join(root, 'away'));
    const out = join('..', outside.slice(outside.lastIndexOf('/') + 1), 'secret.txt');
    const { afterwards } = await told(connect, root, out, 'away', '.env', 'a.txt');
    const change = () => {
      for (const path of [join(outside, 'secret.txt'), join(root, '.env')]) writeFileSync(path, 'x');
      writeFileSync(join(root, 'a.txt'), 'x');
    };
    expect(await afterwards(change)).toEqual(['a.txt']);
  });
});

describe('who listens to a folder', () => {
  it('is told what happens in it, but not of what is protected there', async () => {
    const root = makeFolder({ 'folder/a.txt': '', 'folder/.env': '', 'z.txt': '' });
    const { afterwards } = await told((command) => connectStdio('v2', command), root, 'folder', 'z.txt');
    const hidden = () => {
      writeFileSync(join(root, 'folder/.env'), 'x');
      writeFileSync(join(root, 'folder/.env.local'), 'x');
      writeFileSync(join(root, 'z.txt'), 'x');
    };
    expect(await afterwards(hidden)).toEqual(['z.txt']);
    expect(await afterwards(() => writeFileSync(join(root, 'folder/b.txt'), ''))).toEqual(['folder']);
  });

  it('is told while it never rests', async () => {
    const root = makeFolder({ 'log.txt': '' });
    const { afterwards } = await told((command) => connectStdio('v2', command), root, 'log.txt');
    const busy = setInterval(() => writeFileSync(join(root, 'log.txt'), `${Date.now()}\n`), 10);
    onTestFinished(() => clearInterval(busy));
    expect(await afterwards(() => {})).toEqual(['log.txt']);
  });
});
