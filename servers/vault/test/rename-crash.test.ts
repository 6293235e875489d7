import { execFile } from 'node:child_process';
import {
  appendFileSync,
  chownSync,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeVault, put, temporaryFolder } from './disk-vault.ts';
import { contents, journalLeft, vaultAt } from './rename-desk.ts';

const VAULT = {
  'Old.md': '# Old\n[[#Old]] [[b/Two]] [[./One]]',
  'One.md': '[[Old]] and [x](Old.md)\r\n',
  'b/Two.md': '---\nup: "[[Old]]"\n---\n',
};
const AFTER = {
  'n/New.md': '# Old\n[[#Old]] [[b/Two]] [[../One]]',
  'One.md': '[[New]] and [x](New.md)\r\n',
  'b/Two.md': '---\nup: "[[New]]"\n---\n',
};
const MOVE = ['Old.md', 'n/New.md'] as const;
const AT_ONCE = 4;
const { signal } = new AbortController();

interface Desk {
  folder: string;
  journal: string;
}

const runsTypeScript = 'typescript' in process.features && Boolean(process.features.typescript);
const forChildren = it.skipIf(!runsTypeScript);

/** Renames in another process, which dies before its n-th step; gives the steps of one that does not. */
function child(
  { folder, journal }: Desk,
  killAt = 0,
  takenAt = 0,
): Promise<{ signal: string | null; steps: number }> {
  const script = fileURLToPath(new URL('./rename-child.ts', import.meta.url));
  const args = ['--no-warnings', script, folder, journal, ...MOVE, String(killAt), String(takenAt)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, (error, stdout) => {
      if (error && error.signal !== 'SIGKILL') reject(error);
      else resolve({ signal: error?.signal ?? null, steps: Number(stdout) });
    });
  });
}

function makeDesk(): Desk {
  return { folder: makeVault(VAULT), journal: join(temporaryFolder(), 'state', 'vault.rename') };
}

/** What the next start of the server says, before it answers anything. */
async function restart({ folder, journal }: Desk): Promise<string[]> {
  const said: string[] = [];
  const vault = vaultAt(folder, journal, (text) => said.push(text));
  await vault.ready(signal);
  await vault.close();
  return said;
}

/** The step at which the journal is there; found by the first who asks. */
let journalAt = 1;

/** A desk whose rename was killed with its journal written, when one file was done and all else was not. */
async function halfDone(): Promise<Desk> {
  for (; ; journalAt++) {
    const desk = makeDesk();
    await child(desk, journalAt);
    if (!existsSync(desk.journal)) continue;
    put(desk.folder, 'One.md', AFTER['One.md']);
    return desk;
  }
}

forChildren(
  'a rename that is killed at any step is completed at the next start, or had not begun',
  async () => {
    const whole = makeDesk();
    const { steps } = await child(whole);
    expect(contents(whole.folder)).toEqual(AFTER);
    expect(steps).toBeGreaterThan(20);
    const ends = { before: 0, after: 0 };
    let next = 1;
    const worker = async () => {
      for (let step = next++; step <= steps; step = next++) {
        const desk = makeDesk();
        expect((await child(desk, step)).signal, `step ${step}`).toBe('SIGKILL');
        const begun = existsSync(desk.journal);
        const said = await restart(desk);
        const now = contents(desk.folder);
        expect(now, `step ${step}`).toEqual(begun || 'n/New.md' in now ? AFTER : VAULT);
        expect(said).toEqual(begun ? ['An interrupted rename of "Old.md" to "n/New.md" was completed.'] : []);
        expect(journalLeft(desk.journal), `step ${step}`).toBe(false);
        ends['n/New.md' in now ? 'after' : 'before']++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(Math.min(ends.before, ends.after)).toBeGreaterThan(0);
  },
  240_000,
);

forChildren(
  'one that is killed at any step of being taken back is taken back at the next start',
  async () => {
    const TAKEN_AT = 20;
    const theirs = { 'n/New.md': 'theirs' };
    const whole = makeDesk();
    const { steps } = await child(whole, 0, TAKEN_AT);
    expect(contents(whole.folder)).toEqual({ ...VAULT, ...theirs });
    let next = TAKEN_AT + 1;
    let killed = 0;
    const worker = async () => {
      for (let step = next++; step <= steps; step = next++) {
        const desk = makeDesk();
        expect((await child(desk, step, TAKEN_AT)).signal, `step ${step}`).toBe('SIGKILL');
        if (existsSync(desk.journal)) killed++;
        await restart(desk);
        expect(contents(desk.folder), `step ${step}`).toEqual({ ...VAULT, ...theirs });
        expect(journalLeft(desk.journal), `step ${step}`).toBe(false);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(killed).toBeGreaterThan(10);
  },
  240_000,
);

forChildren(
  'what somebody edited between the kill and the next start is left alone and told',
  async () => {
    const desk = await halfDone();
    const was = contents(desk.folder);
    const undone = 'b/Two.md';
    appendFileSync(join(desk.folder, undone), 'mine');
    const said = await restart(desk);
    expect(contents(desk.folder)).toEqual({ ...AFTER, [undone]: `${was[undone]}mine` });
    expect(said).toEqual([
      'An interrupted rename of "Old.md" to "n/New.md" was completed.',
      `Left alone, since they were changed meanwhile: "${undone}".`,
    ]);
    expect(journalLeft(desk.journal)).toBe(false);
  },
  60_000,
);

forChildren(
  'it is taken back where another file has the new path by then',
  async () => {
    const desk = await halfDone();
    put(desk.folder, 'n/New.md', 'of somebody else');
    expect(await restart(desk)).toEqual(['An interrupted rename of "Old.md" to "n/New.md" was taken back.']);
    expect(contents(desk.folder)).toEqual({ ...VAULT, 'n/New.md': 'of somebody else' });
    expect(journalLeft(desk.journal)).toBe(false);
  },
  60_000,
);

forChildren(
  'a start that only reads changes nothing',
  async () => {
    const desk = await halfDone();
    const was = contents(desk.folder);
    const { prepareVault, openVault } = await import('../src/vault.ts');
    const { stateIn } = await import('./wire.ts');
    const { journalFile, stateFolder } = await import('../src/search/cache-place.ts');
    const state = temporaryFolder();
    stateIn(state);
    const place = journalFile(
      desk.folder,
      stateFolder({ env: process.env, home: state, platform: process.platform }),
    ) as string;
    cpSync(desk.journal, place);
    const said: string[] = [];
    const start = { warn: (text: string) => said.push(text) };
    for (const settings of [{ vault: [desk.folder] }, { vault: [`${desk.folder}:ro`], write: true }]) {
      const { vault, close } = openVault(prepareVault({ ...settings, cache: 'off' }, start), start);
      await vault.ready(signal);
      await close();
    }
    expect(contents(desk.folder)).toEqual(was);
    expect(said).toEqual(
      Array(2).fill('A rename was interrupted, or is under way: start with --write to complete it.'),
    );
    // And one that writes finds it.
    const { close, vault } = openVault(
      prepareVault({ vault: [desk.folder], write: true, cache: 'off' }, start),
      start,
    );
    await vault.ready(signal);
    await close();
    expect(contents(desk.folder)).toEqual(AFTER);
  },
  60_000,
);

forChildren(
  'a journal is taken for what it is: damaged, of another vault, or planted',
  async () => {
    const desk = await halfDone();
    const was = contents(desk.folder);
    const bytes = readFileSync(desk.journal);
    for (const foreign of [
      bytes.subarray(0, bytes.length - 1),
      Buffer.from(bytes.toString().replace('Old', 'Odd')),
      Buffer.from('{}'),
      Buffer.alloc(0),
    ]) {
      writeFileSync(desk.journal, foreign);
      const said = await restart(desk);
      expect(said).toEqual([expect.stringContaining('is damaged or not of this vault, and was put aside')]);
      expect(contents(desk.folder)).toEqual(was);
      expect(existsSync(desk.journal)).toBe(false);
      renameSync(`${desk.journal}.foreign`, desk.journal);
    }
    writeFileSync(desk.journal, bytes);
    if (process.getuid?.() === 0) {
      chownSync(desk.journal, 12_345, 12_345);
      expect(await restart(desk)).toHaveLength(1);
      expect(contents(desk.folder)).toEqual(was);
      writeFileSync(desk.journal, bytes);
    }
    symlinkSync(desk.journal, `${desk.journal}.link`);
    expect(await restart({ ...desk, journal: `${desk.journal}.link` })).toHaveLength(1);
    expect(contents(desk.folder)).toEqual(was);
    const other = { ...makeDesk(), journal: desk.journal };
    expect(await restart(other)).toHaveLength(1);
    expect(contents(other.folder)).toEqual(VAULT);
  },
  60_000,
);
