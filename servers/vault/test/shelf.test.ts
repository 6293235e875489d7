import { closeSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { NoteFacts } from '../src/index/note-facts.ts';
import { Shelver } from '../src/index/shelf.ts';
import { parseFile } from '../src/note/parse-file.ts';
import { temporaryFolder } from './disk-vault.ts';

/** Each of 10,000 characters: a batch holds some of them. */
const NOTES = Array.from({ length: 60 }, (_, at) => `${`# ${'数ü'.repeat(50)} ${at}\n`.repeat(97)}[[${at}]]`);
const factsOf = (text: string) => NoteFacts.of(parseFile('a.md', text));

function shelved() {
  const folder = temporaryFolder();
  const shelver = new Shelver(join(folder, 'v.links'));
  const facts = NOTES.map(factsOf);
  for (const one of facts) shelver.put(one);
  return { folder, shelver, facts };
}

it('gives each note what it said', () => {
  const { shelver, facts } = shelved();
  for (const [at, one] of facts.entries()) {
    expect(one.record).toBe(factsOf(NOTES[at] as string).record);
    expect(one.links).toMatchObject([{ path: `${at}` }]);
  }
  shelver.close();
});

it('leaves no name on the disk', () => {
  const { folder, shelver } = shelved();
  expect(readdirSync(folder)).toEqual([]);
  shelver.close();
});

it('holds most of it outside of the memory, and nothing once it is closed', () => {
  const { folder, shelver, facts } = shelved();
  shelver.close();
  // Another file takes the number of the one that was closed.
  writeFileSync(join(folder, 'other'), 'x'.repeat(1_000_000));
  const fd = openSync(join(folder, 'other'), 'r');
  onTestFinished(() => closeSync(fd));
  const gone = facts.filter((one) => {
    try {
      return one.record === '';
    } catch {
      return true;
    }
  });
  expect(gone.length).toBeGreaterThan(NOTES.length / 3);
  // What comes later stays in memory.
  const later = NOTES.map(factsOf);
  for (const one of later) shelver.put(one);
  for (const one of later) expect(one.links).toHaveLength(1);
});

it('leaves all in memory where nothing can be written', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  const shelver = new Shelver(join(folder, 'file', 'v.links'));
  const facts = NOTES.map(factsOf);
  for (const one of facts) shelver.put(one);
  shelver.close();
  for (const one of facts) expect(one.links).toHaveLength(1);
});
