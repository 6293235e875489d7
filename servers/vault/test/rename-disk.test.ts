import { appendFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSwapper } from '@ashlar/kit/testing';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isHidden } from '../src/disk/hidden.ts';
import { vaultFile } from '../src/index/vault-file.ts';
import { fold } from '../src/link/fold.ts';
import { isRead } from '../src/note/parse-file.ts';
import { type Journal, writeJournal } from '../src/rename/journal.ts';
import type { Move } from '../src/rename/plan-rename.ts';
import { prepareRename } from '../src/rename/prepare-rename.ts';
import * as any from './arbitrary.ts';
import { makeVault, put, temporaryFolder } from './disk-vault.ts';
import { leads } from './leads.ts';
import { carry, contents, journalLeft, prepare, vaultAt } from './rename-desk.ts';
import { BASE, NEW, OLD, SPELLINGS, UNTOUCHED } from './spellings.ts';
import { indexOf, type Vault } from './vault.ts';

const { signal } = new AbortController();

function open(files: Record<string, string | Buffer>, folder = makeVault(files)) {
  const journal = join(temporaryFolder(), 'vault.rename');
  const said: string[] = [];
  const vault = vaultAt(folder, journal, (text) => said.push(text));
  onTestFinished(() => vault.close());
  return { folder, journal, vault, said };
}

async function renameOn(files: Record<string, string | Buffer>, move: Move) {
  const desk = open(files);
  await carry(desk.vault, await prepare(desk.vault, move));
  expect(journalLeft(desk.journal)).toBe(false);
  return contents(desk.folder);
}

const latin1 = (text: string) => Buffer.from(text).toString('latin1');
const inBytes = (vault: Vault) =>
  Object.fromEntries(Object.entries(vault).map(([path, text]) => [path, latin1(text)]));
const inText = (bytes: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(bytes).map(([path, text]) => [path, Buffer.from(text, 'latin1').toString()]),
  );

describe('2.6 a rename on the disk', () => {
  it('keeps every spelling, leads where it led, and leaves all other bytes alone', async () => {
    const before: Vault = { ...BASE };
    const after: Vault = { [NEW]: BASE[OLD] as string, 'a.png': '' };
    for (const [at, [, old, now]] of SPELLINGS.entries()) {
      before[`other/s${at}.md`] = old;
      after[`other/s${at}.md`] = now;
    }
    for (const [at, [, text]] of UNTOUCHED.entries()) {
      before[`other/u${at}.md`] = text;
      after[`other/u${at}.md`] = text;
    }
    const now = await renameOn(before, { from: OLD, to: NEW });
    expect(now).toEqual(inBytes(after));
    expect(leads(indexOf(inText(now)))).toEqual(leads(indexOf(before), { [OLD]: NEW }));
  });

  it('keeps byte order marks and line ends, and moves attachments and canvases', async () => {
    const canvas = '{"nodes":[{"file":"i.png"},{"text":"[[a]]"}]}';
    const files = {
      'a.md': '\ufeff![[i.png]]\r\n![[i.png|1]]\n',
      'i.png': Buffer.from([0, 255]),
      'c.canvas': canvas,
    };
    const now = await renameOn(files, { from: 'i.png', to: 'x/Ü.png' });
    expect(now).toEqual({
      'a.md': latin1('\ufeff![[Ü.png]]\r\n![[Ü.png|1]]\n'),
      'x/Ü.png': '\0ÿ',
      'c.canvas': latin1(canvas.replace('i.png', 'x/Ü.png')),
    });
    expect(Object.keys(await renameOn(files, { from: 'c.canvas', to: 'd.canvas' }))).toContain('d.canvas');
  });

  it.each([
    ['a.md', 'A.md'],
    ['u\u0308.md', '\u00fc.md'],
  ])('changes only the spelling: %j to %j', async (from, to) => {
    const now = await renameOn({ [from]: '[[#x]]', 'b.md': `[[${from.slice(0, -3)}]]` }, { from, to });
    expect(Object.keys(now).sort()).toEqual([to, 'b.md'].sort());
    expect(leads(indexOf(inText(now))).find((link) => link.from === 'b.md')?.to).toBe(to);
  });

  it('leaves every link of any vault leading where it led', async () => {
    await fc.assert(
      fc.asyncProperty(any.vault, fc.nat(), any.path, async (vault, pick, to) => {
        const paths = Object.keys(vault);
        const from = paths[pick % paths.length] as string;
        // Another file of this name in another spelling is in the way, as it is for the tool.
        if (to in vault || paths.some((one) => one !== from && fold(one) === fold(to))) return;
        if (!fits(vault, to) || isHidden(to) || isRead(from) !== isRead(to)) return;
        if (!paths.every((path) => fits(vault, path))) return;
        const desk = open(vault);
        const prepared = await prepare(desk.vault, { from, to });
        if (prepared.plan.unlinkable.length > 0) return;
        await carry(desk.vault, prepared);
        await desk.vault.close();
        const now = indexOf(inText(contents(desk.folder)));
        rmSync(desk.folder, { recursive: true });
        const is = leads(now);
        const was = leads(indexOf(vault), { [from]: to });
        expect(is).toHaveLength(was.length);
        for (const [at, one] of was.entries()) {
          if (one.to !== undefined) expect(is[at]).toEqual(one);
        }
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});

/** Whether no file of a vault stands where a path needs a folder, nor a folder where it needs a file, nor it itself. */
function fits(vault: Vault, path: string): boolean {
  return Object.keys(vault).every(
    (other) => other === path || !(other.startsWith(`${path}/`) || path.startsWith(`${other}/`)),
  );
}

const MANY = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`f/n${at}.md`, `x [[Old]] ${at}\n`]));

it('is planned anew where a name comes while it is planned', async () => {
  const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`n${at}.md`, '[[Old]]']));
  const { vault } = open({ ...many, 'Old.md': 'old' });
  await prepare(vault, { from: 'Old.md', to: 'b/New.md' });
  let told = 0;
  const { plan } = await prepareRename(
    { from: 'Old.md', to: 'b/New.md' },
    {
      index: vault.index,
      source: vault.source,
      signal,
      progress: () => void (told++ === 0 && vault.index.put(vaultFile('c/New.md', undefined))),
    },
  );
  expect(told).toBeGreaterThan(0);
  expect(new Set(plan.files.flatMap(({ edits }) => edits.map(({ after }) => after)))).toEqual(
    new Set(['[[b/New]]']),
  );
});

describe('all or nothing', () => {
  it('is taken back where somebody edits a file in the middle of it', async () => {
    const before = { ...MANY, 'Old.md': 'old' };
    const { vault, folder, journal } = open(before);
    const prepared = await prepare(vault, { from: 'Old.md', to: 'New.md' });
    let edited = false;
    const edit = () => {
      if (!edited) appendFileSync(join(folder, 'f/n39.md'), 'mine');
      edited = true;
    };
    const done = carry(vault, prepared, (count) => void (count === 20 && edit()));
    await expect(done).rejects.toThrow('"f/n39.md" was changed by another program meanwhile.');
    expect(edited).toBe(true);
    expect(contents(folder)).toEqual({ ...before, 'f/n39.md': `${MANY['f/n39.md']}mine` });
    expect(journalLeft(journal)).toBe(false);
  });

  it('is taken back where the new path is taken in the middle of it', async () => {
    const before = { ...MANY, 'Old.md': 'old' };
    const { vault, folder, journal } = open(before);
    const prepared = await prepare(vault, { from: 'Old.md', to: 'a/New.md' });
    const done = carry(vault, prepared, (count) => void (count === 20 && put(folder, 'a/New.md', 'theirs')));
    await expect(done).rejects.toThrow('to: "a/New.md" exists already.');
    expect(contents(folder)).toEqual({ ...before, 'a/New.md': 'theirs' });
    expect(journalLeft(journal)).toBe(false);
  });

  it('has changed nothing where its journal cannot be written', async () => {
    const before = { ...MANY, 'Old.md': 'old' };
    const { vault, folder, journal } = open(before);
    const prepared = await prepare(vault, { from: 'Old.md', to: 'New.md' });
    mkdirSync(`${journal}.next`);
    await expect(carry(vault, prepared)).rejects.toThrow('The journal of the rename cannot be written.');
    expect(contents(folder)).toEqual(before);
  });

  it('is done once at a time in a vault', async () => {
    const { vault, folder, journal } = open({ ...MANY, 'Old.md': 'old' });
    const other = vaultAt(folder, journal);
    const prepared = await prepare(vault, { from: 'Old.md', to: 'New.md' });
    const order: string[] = [];
    await Promise.all([
      vault.renames.exclusively(signal, async (run) => {
        await run(prepared.journal, () => undefined);
        order.push('first');
      }),
      other.renames.exclusively(signal, async () => void order.push('second')),
    ]);
    expect(order).toEqual(['first', 'second']);
    await other.close();
  });
});

describe('nothing outside', () => {
  it('is written while a folder is swapped for a link', async () => {
    const out = makeVault(MANY);
    const { vault, folder, journal } = open({ ...MANY, 'Old.md': 'old' });
    const prepared = await prepare(vault, { from: 'Old.md', to: 'f/New.md' });
    const swapper = await startSwapper(join(folder, 'f'), join(out, 'f'));
    const failed = await carry(vault, prepared).catch((error) => error);
    await swapper.stop();
    expect(contents(out)).toEqual(MANY);
    // What a moment without the folder has left undone is done at the next start.
    const again = vaultAt(folder, journal);
    await again.ready(signal);
    await again.close();
    expect(failed === undefined || failed instanceof Error).toBe(true);
    expect(contents(out)).toEqual(MANY);
  });

  it('is written for a planted journal', async () => {
    const out = makeVault({ 'x.md': 'x', 'secret.md': '[[Old]]' });
    const folder = makeVault({ 'Old.md': 'old', 'a/b.md': '[[Old]]', '.obsidian/app.md': '[[Old]]' });
    symlinkSync(out, join(folder, 'door'));
    symlinkSync(join(folder, 'a'), join(folder, 'again'));
    const text = Buffer.from('[[Old]]');
    const { contentVersion } = await import('@ashlar/kit/files');
    const before = contentVersion(text);
    const after = contentVersion(Buffer.from('[[New]]'));
    const up = `../${out.slice(out.lastIndexOf('/') + 1)}`;
    const hostile = [
      `${up}/secret.md`,
      join(out, 'secret.md'),
      'door/secret.md',
      '.obsidian/app.md',
      'again/b.md',
      'a/../a/b.md',
    ];
    for (const [from, to] of [
      ['Old.md', `${up}/New.md`],
      ['Old.md', 'door/New.md'],
      ['Old.md', '.obsidian/New.md'],
      [`${up}/x.md`, 'x.md'],
      ['door/x.md', 'x.md'],
      ['.obsidian/app.md', 'app.md'],
    ] as const) {
      const { vault, journal } = open({}, folder);
      const files = hostile.map((path) => ({ path, before, after, exchanges: [[2, 'Old', 'New']] }));
      const planted = { format: 1, vault: folder, undo: false, from, to, files } as Journal;
      await vault.ready(signal);
      writeFileSync(journal, writeJournal(planted));
      const again = open({}, folder);
      writeFileSync(again.journal, writeJournal(planted));
      const next = vaultAt(folder, again.journal);
      await next.ready(signal);
      await next.close();
      expect(contents(out)).toEqual({ 'x.md': 'x', 'secret.md': '[[Old]]' });
      expect(contents(join(folder, '.obsidian'))).toEqual({ 'app.md': '[[Old]]' });
      expect(contents(join(folder, 'a'))).toEqual({ 'b.md': '[[Old]]' });
      expect([existsSync(join(folder, 'Old.md')), existsSync(join(folder, 'x.md'))]).toEqual([true, false]);
      expect(existsSync(again.journal)).toBe(false);
    }
  });
});
