import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { server } from '../src/server.ts';
import { put, temporaryFolder } from './disk-vault.ts';
import { contents } from './rename-desk.ts';
import { numbered, openWire, type Wire } from './wire.ts';

const VAULT = {
  'Old.md': '# Old\n\n[[#Old]]\n',
  'Log.md': 'See [[Old#Old|it]] and\n[x](Old.md) and [[New]].\n',
  'a/New.md': 'new',
  'Else.md': 'nothing',
  'pic.png': Buffer.from([1, 0, 2]),
};
const open = (files: Record<string, string | Buffer> = VAULT, more: object = {}) =>
  openWire(files, { args: ['--write'], ...more });
const handleIn = (said: string[]) => / with apply (\S+)\]$/.exec(said.at(-1) ?? '')?.[1] as string;
const MOVE = { from: 'Old', to: 'b/New.md' };

async function planned(wire: Wire, move = MOVE): Promise<string> {
  return handleIn(await wire.says('rename_note', move));
}

afterEach(() => void vi.useRealTimers());

it('shows what would change and why, and changes nothing', async () => {
  const wire = await open();
  const before = contents(wire.folder);
  const [lines, trailer] = await wire.says('rename_note', MOVE);
  expect(lines).toBe(
    [
      'Log.md:1: [[Old#Old|it]] → [[b/New#Old|it]] (follows)',
      'Log.md:2: [x](Old.md) → [x](b/New.md) (follows)',
      'Log.md:2: [[New]] → [[a/New]] (would be ambiguous)',
    ].join('\n'),
  );
  expect(trailer).toMatch(
    /^\[Old\.md to b\/New\.md · 3 links in 1 file · nothing is changed yet: carry it out within 10 minutes with apply [\w-]+\]$/,
  );
  expect(contents(wire.folder)).toEqual(before);
});

it('is carried out with what its plan ends with, and known at once', async () => {
  const wire = await open();
  const apply = await planned(wire);
  expect(await wire.says('rename_note', { ...MOVE, apply })).toEqual([
    'Renamed Old.md to b/New.md · 3 links in 1 file.',
  ]);
  expect(contents(wire.folder)).toEqual({
    ...contents(wire.folder),
    'Log.md': 'See [[b/New#Old|it]] and\n[x](b/New.md) and [[a/New]].\n',
    'b/New.md': VAULT['Old.md'],
    'Else.md': 'nothing',
  });
  expect(existsSync(join(wire.folder, 'Old.md'))).toBe(false);
  const [links] = await wire.says('note_links', { path: 'b/New', direction: 'in' });
  expect(links?.split('\n')).toHaveLength(2);
  expect(await wire.refuses('rename_note', { ...MOVE, apply })).toMatch(/^not_found: path: .* no file "Old"/);
});

it('tells how many files are written', async () => {
  const wire = await open({ 'Old.md': 'x', ...numbered(30, () => '[[Old]]') });
  const apply = await planned(wire);
  const told: unknown[] = [];
  const watching: object = { onprogress: (progress: object) => void told.push(progress) };
  await wire.client.call('rename_note', { ...MOVE, apply }, watching);
  const last = { progress: 30, total: 30, message: 'files written' };
  await vi.waitFor(() => expect(told.at(-1)).toMatchObject(last));
});

it('leaves nothing behind, in the vault or beside it, but its lock', async () => {
  const wire = await open();
  const state = process.env.XDG_STATE_HOME as string;
  await wire.says('rename_note', { ...MOVE, apply: await planned(wire) });
  expect(readdirSync(wire.folder).filter((name) => name.startsWith('.'))).toEqual([]);
  if (process.platform === 'linux') {
    expect(readdirSync(join(state, 'ashlar', 'vault'))).toEqual([expect.stringMatching(/\.rename\.lock$/)]);
  }
});

describe('a handle', () => {
  const bad = /^invalid_input: apply: is not of a plan of this rename, or has expired\. Call without apply/;

  it('is of its very plan', async () => {
    const wire = await open();
    const apply = await planned(wire);
    for (const word of [`${apply.slice(0, -2)}AA`, apply.slice(1), '', 'x', `${apply}=`]) {
      expect(await wire.refuses('rename_note', { ...MOVE, apply: word })).toMatch(bad);
    }
    expect(await wire.refuses('rename_note', { ...MOVE, to: 'b/Other.md', apply })).toMatch(bad);
    expect(await wire.refuses('rename_note', { from: 'Log', to: 'b/New.md', apply })).toMatch(bad);
    expect(existsSync(join(wire.folder, 'Old.md'))).toBe(true);
  });

  it('is of its caller', async () => {
    const caller = (subject: string) => ({ subject, scopes: [`${server.name}:write`], via: 'key' as const });
    const mine = await open(VAULT, { caller: caller('me') });
    const theirs = await open(VAULT, { caller: caller('them'), folder: mine.folder });
    const apply = await planned(mine);
    expect(await theirs.refuses('rename_note', { ...MOVE, apply })).toMatch(bad);
  });

  it('is good for ten minutes', async () => {
    const wire = await open();
    const apply = await planned(wire);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 60_000 });
    expect(await wire.refuses('rename_note', { ...MOVE, apply })).toMatch(bad);
  });

  it.each<[string, (folder: string) => void]>([
    ['a file of it', (folder) => put(folder, 'Log.md', `${VAULT['Log.md']}more`)],
    ['who links', (folder) => put(folder, 'Else.md', '[[Old]]')],
    ['a name that matters', (folder) => put(folder, 'c/New.md', '')],
  ])('is of no use once %s has changed', async (_what, change) => {
    const wire = await open();
    const apply = await planned(wire);
    change(wire.folder);
    const before = contents(wire.folder);
    expect(await wire.refuses('rename_note', { ...MOVE, apply })).toMatch(
      /^conflict: The notes have changed since the rename was planned\. Nothing was done\. Plan it anew/,
    );
    expect(contents(wire.folder)).toEqual(before);
  });

  it('is not given where links would be lost', async () => {
    const wire = await open({ ...VAULT, 'wide.md': Buffer.from('\ufeff[[Old]]', 'utf16le') });
    const [lines, trailer] = await wire.says('rename_note', MOVE);
    expect(lines).toContain('wide.md: cannot be read as UTF-8, and may hold links');
    expect(trailer).toMatch(/1 file not readable as UTF-8 · cannot be carried out/);
    expect(handleIn([trailer as string])).toBe(undefined);
  });
});

describe('a path', () => {
  it.each([
    ['Old', 'a/new.md', /^conflict: to: "a\/New\.md" exists already\./],
    ['Old', 'a', /^invalid_input: to: does not end in "\.md", .* Use "a\.md"\./],
    ['pic.png', 'pic.md', /^invalid_input: to: does not end in "\.png"/],
    ['Old', 'Old.md', /^invalid_input: to: "Old\.md" is its path already\./],
    ['Old', 'a#b.md', /^invalid_input: to: .* Use "a-b\.md" instead\./],
    ['Old', '.obsidian/x.md', /^forbidden: to: /],
    ['Old', '../x.md', /^forbidden: to: /],
    ['Old', '.md', /^forbidden: to: "\.md" has a name that begins with a dot/],
    ['Odl', 'x.md', /^not_found: path: .* Did you mean "Old\.md"\?/],
    ['a', 'b', /^not_found: /],
  ])('from %j to %j is refused', async (from, to, words) => {
    const { refuses } = await open();
    expect(await refuses('rename_note', { from, to })).toMatch(words);
  });

  it('takes the name along into a folder, and another case', async () => {
    const wire = await open();
    const into = { from: 'pic.png', to: 'img/' };
    await wire.says('rename_note', { ...into, apply: await planned(wire, into) });
    expect(readFileSync(join(wire.folder, 'img/pic.png'))).toEqual(VAULT['pic.png']);
    const cased = { from: 'Log', to: 'LOG.md' };
    await wire.says('rename_note', { ...cased, apply: await planned(wire, cased) });
    expect(readdirSync(wire.folder)).toContain('LOG.md');
    expect(await wire.says('read_note', { path: 'LOG.md' })).toHaveLength(2);
  });

  it('does not lead out through links on the disk', async () => {
    const out = temporaryFolder();
    const wire = await open();
    symlinkSync(out, join(wire.folder, 'door'));
    symlinkSync(join(wire.folder, 'a'), join(wire.folder, 'again'));
    for (const to of ['door/New.md', 'door/deep/New.md', 'again/Next.md']) {
      const move = { from: 'Old', to };
      expect(await wire.refuses('rename_note', move)).toMatch(/^(?:forbidden|not_found): /);
    }
    // Planned before there was a link.
    for (const [name, goal] of [
      ['gate', out],
      ['twice', join(wire.folder, 'a')],
    ] as const) {
      const move = { from: 'Old', to: `${name}/New.md` };
      const apply = await planned(wire, move);
      symlinkSync(goal, join(wire.folder, name));
      expect(await wire.refuses('rename_note', { ...move, apply })).toMatch(/^(?:forbidden|not_found): /);
    }
    expect([readdirSync(out), readdirSync(join(wire.folder, 'a'))]).toEqual([[], ['New.md']]);
    expect(existsSync(join(wire.folder, 'Old.md'))).toBe(true);
  });
});

it('counts every link once, also twins on a line and one whose label changes', async () => {
  const { says } = await open({ 'Old.md': 'x', 'a.md': '[[Old]][[Old]] [Old](Old.md)' });
  const [lines, trailer] = await says('rename_note', { from: 'Old', to: 'New.md' });
  expect(lines?.split('\n')).toEqual([
    'a.md:1: [[Old]] → [[New]] (follows)',
    'a.md:1: [[Old]] → [[New]] (follows)',
    'a.md:1: [Old](Old.md) → [New](New.md) (follows)',
  ]);
  expect(trailer).toContain('3 links in 1 file');
});

it('pages a long plan', async () => {
  const wire = await open({ 'Old.md': 'x', ...numbered(1_000, () => 'line [[Old]] and [[Old|x]]') });
  const seen: string[] = [];
  for (let more = {}; ; ) {
    const [lines = '', trailer] = await wire.says('rename_note', { ...MOVE, ...more });
    seen.push(...lines.split('\n'));
    expect(trailer).toContain('2000 links in 1000 files');
    const cursor = / more with cursor (\S+) /.exec(trailer ?? '')?.[1];
    if (cursor === undefined) break;
    more = { cursor };
  }
  expect(new Set(seen).size).toBe(2_000);
});

it('asks a person with the files that change, and not for a plan', async () => {
  const asked: string[] = [];
  const answers = ['decline', 'accept'] as const;
  const person = (question: string) => answers[asked.push(question) - 1] ?? 'cancel';
  const wire = await open(VAULT, { person });
  const apply = await planned(wire);
  expect(await wire.refuses('rename_note', { ...MOVE, apply: 'x' })).toMatch(/^invalid_input: apply: /);
  expect(asked).toEqual([]);
  expect(await wire.refuses('rename_note', { ...MOVE, apply })).toMatch(/^forbidden: A person declined this/);
  expect(existsSync(join(wire.folder, 'Old.md'))).toBe(true);
  await wire.says('rename_note', { ...MOVE, apply });
  expect(asked[1]).toBe(
    `${server.title}: Rename a note?\nRenames Old.md to b/New.md · 3 links in 1 file:\nLog.md`,
  );
  expect(existsSync(join(wire.folder, 'Old.md'))).toBe(false);
});

it('does nothing for a call that was cancelled', async () => {
  const wire = await open({ 'Old.md': 'x', ...numbered(2_000, () => 'line [[Old]]') });
  const apply = await planned(wire);
  const before = contents(wire.folder);
  const controller = new AbortController();
  const call = wire.call('rename_note', { ...MOVE, apply }, { signal: controller.signal });
  controller.abort();
  await expect(call).rejects.toThrow();
  await wire.says('read_note', { path: 'Old.md' });
  expect(contents(wire.folder)).toEqual(before);
});
