import { existsSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { server } from '../src/server.ts';
import { openWire, type Wire } from './wire.ts';

const onWindows = process.platform === 'win32';

type Act = (wire: Wire) => Promise<unknown> | unknown;

/** A wire with a person who accepts, after they or somebody else did something. */
async function open({ args = [], meanwhile = () => {} }: { args?: string[]; meanwhile?: Act } = {}) {
  const asked = vi.fn(async (_message: string) => {
    await meanwhile(wire);
    return 'accept' as const;
  });
  const wire: Wire = await openWire(
    {
      'root/a.txt': 'one\ntwo\n',
      'root/folder/one.txt': '1',
      'root/folder/deep/two.txt': '2',
      'root/secrets/.env': 'SECRET',
      'outside/x.txt': 'X',
    },
    { args, person: asked },
  );
  onTestFinished(() => wire.close());
  const messages = () => asked.mock.calls.map(([message]) => message);
  return { ...wire, messages };
}

const CHANGED = 'conflict: What was approved has changed since then. Nothing was done.';
const folder = { path: 'folder', recursive: true };

describe('before it deletes', () => {
  it('a person is told what would be gone', async () => {
    const { says, messages, root } = await open();
    await says('delete', { path: 'a.txt' });
    await says('delete', folder);
    expect(messages()).toEqual([
      `${server.title}: Delete?\nDeletes a.txt, for good.`,
      `${server.title}: Delete?\nDeletes folder with 2 files and 1 folder, for good.`,
    ]);
    expect(readdirSync(root)).toEqual(['secrets']);
  });

  it.skipIf(onWindows)(
    'the name stands in one visible line, and a link is itself (not Windows)',
    async () => {
      const { says, put, messages, root } = await open();
      await put('root/a\nb\u202e', '');
      symlinkSync('../outside', join(root, 'away'));
      await says('delete', { path: 'a⟦U+000A⟧b⟦U+202E⟧' });
      await says('delete', { path: 'away', recursive: true });
      expect(messages()).toEqual([
        `${server.title}: Delete?\nDeletes a⟦U+000A⟧b⟦U+202E⟧, for good.`,
        `${server.title}: Delete?\nDeletes away, for good.`,
      ]);
      expect(existsSync(join(root, '../outside/x.txt'))).toBe(true);
    },
  );

  it.each<[string, object, RegExp]>([
    ['is not there', { path: 'gone' }, /^not_found/],
    ['is a folder that is not empty', { path: 'folder' }, /^invalid_input/],
    ['holds something protected', { path: 'secrets', recursive: true }, /^forbidden: .* holds something/],
    ['is outside', { path: '../outside' }, /^forbidden/],
  ])('nobody is asked for what %s', async (_, input, refusal) => {
    const { refuses, messages } = await open();
    expect(await refuses('delete', input)).toMatch(refusal);
    expect(messages()).toEqual([]);
  });

  it.each<[string, Act]>([
    ['was written', ({ put }) => put('root/folder/deep/two.txt', 'new')],
    ['came', ({ put }) => put('root/folder/deep/three.txt', '')],
    [
      'was exchanged',
      ({ root }) => renameSync(join(root, 'folder/one.txt'), join(root, 'folder/deep/two.txt')),
    ],
    ['went', ({ root }) => renameSync(join(root, 'folder/one.txt'), join(root, 'one.txt'))],
  ])('it is asked anew where something %s below while a person thought', async (_, meanwhile) => {
    const { refuses, root } = await open({ meanwhile });
    expect(await refuses('delete', folder)).toContain(CHANGED);
    expect(existsSync(join(root, 'folder/deep'))).toBe(true);
  });
});

describe('with --approve strict', () => {
  it('a person sees an edit as its diff', async () => {
    const { says, bytes, messages } = await open({ args: ['--approve', 'strict'] });
    await says('edit', { path: 'a.txt', edits: [{ old: 'two', new: 'zwei' }] });
    expect(messages()).toEqual([
      `${server.title}: Edit a file?\nEdits a.txt:\n@@ -1,2 +1,2 @@\n one\n-two\n+zwei`,
    ]);
    expect(String(await bytes('root/a.txt'))).toBe('one\nzwei\n');
  });

  it('nobody is asked for a dry run, a listing or a move', async () => {
    const { says, messages } = await open({ args: ['--approve', 'strict'] });
    await says('edit', { path: 'a.txt', edits: [{ old: 'two', new: 'zwei' }], dryRun: true });
    await says('list');
    await says('move', { from: 'a.txt', to: 'b/c.txt' });
    expect(messages()).toEqual([]);
  });

  it('an edit is void once the file has changed', async () => {
    const { refuses, bytes } = await open({
      args: ['--approve', 'strict'],
      meanwhile: ({ put }) => put('root/a.txt', 'one\ntwo\nthree\n'),
    });
    expect(await refuses('edit', { path: 'a.txt', edits: [{ old: 'two', new: 'zwei' }] })).toContain(CHANGED);
    expect(String(await bytes('root/a.txt'))).toBe('one\ntwo\nthree\n');
  });

  it('what is written is shown as it was sent', async () => {
    const { says, messages } = await open({ args: ['--approve', 'strict'] });
    await says('write', { path: 'new.txt', content: 'a\nb' });
    expect(messages()).toEqual([`${server.title}: Write a file?\npath: "new.txt"\ncontent: "a\\nb"`]);
  });
});
