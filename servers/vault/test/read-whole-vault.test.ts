import { expect, it } from 'vitest';
import { surveyOf } from '../src/read-whole-vault.ts';
import { reportOf } from '../src/show/report.ts';
import { Vault } from '../src/vault.ts';
import { makeVault } from './disk-vault.ts';
import { rootAt } from './source-at.ts';
import { numbered, openWire } from './wire.ts';

/** So many that the first answer does not wait until all of them were looked at. */
const NOTES = 1_500;
const files = () => numbered(NOTES, (at) => `[[n${at + 1}]]\n${'word '.repeat(400)}`);
const signal = new AbortController().signal;

it('waits until all notes have been read', async () => {
  const { says } = await openWire(files());
  expect((await says('vault_report', {})).at(-1)).toMatch(
    /^\[1500 files, 1500 notes · 1500 links: 1499 resolved, [^·]*$/,
  );
});

it('does not wait for ever, and says how many notes are missing', { timeout: 20_000 }, async () => {
  const vault = new Vault({ root: rootAt(makeVault(files())), textFile: undefined }, () => undefined);
  await vault.ready(signal);
  // Nothing more is read from now on.
  await vault.close();
  expect(vault.waiting).toBeGreaterThan(64);
  const told: [done: number, total: number | undefined][] = [];
  const progress = (done: number, total?: number) => void told.push([done, total]);
  const { facts } = await reportOf(vault, { signal, progress });
  expect(facts).toContain(
    `the index is still filling: ${vault.waiting} notes not read yet, so this may be a part`,
  );
  expect(told.length).toBeGreaterThan(2);
  for (const [done, total] of told) expect([total, done <= NOTES]).toEqual([2 * NOTES, true]);
});

it('stops when nobody waits any more', async () => {
  const vault = new Vault({ root: rootAt(makeVault(files())), textFile: undefined }, () => undefined);
  await vault.ready(signal);
  await vault.close();
  const controller = new AbortController();
  const asking = { signal: controller.signal, progress: () => controller.abort() };
  await expect(surveyOf(vault, asking)).rejects.toMatchObject({ code: 'cancelled' });
});
