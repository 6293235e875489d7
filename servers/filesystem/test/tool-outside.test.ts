import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { naiveWalk } from './walk-tree.ts';
import { openWire, type Wire } from './wire.ts';

const runsTypeScript = 'typescript' in process.features && Boolean(process.features.typescript);

/** Stand nowhere but in what must not be seen: as the content of files, and in the names of folders outside. */
const SECRET = 'TOPSECRET';
const ELSEWHERE = 'elsewhere-unknown';

/** So deep that no path of this test climbs out of it: should the server ever fail, nothing else is at stake. */
const ROOT = `${'deep/'.repeat(16)}root`;

let wire: Wire;
let root: string;
let outside: string;
beforeAll(async () => {
  wire = await openWire({ [`${ROOT}/`]: '' }, { roots: [ROOT] });
  root = join(wire.base, ROOT);
  outside = join(wire.base, ELSEWHERE);
});
afterAll(() => wire.close());

interface Thing {
  path: string[];
  kind: 'file' | 'folder' | 'protected' | 'link';
  /** Of a link; `OUT` stands for the folder outside. */
  target: string;
}

/** By its name wherever it is, and by the folder that it is in. */
const PROTECTED = ['.env', '.aws/credentials'];
const NAMES = ['a', 'b', 'n\nn'];
const INSIDE = ['secret.txt', 'folder/secret.txt', '.env', '.aws', '.aws/credentials', 'credentials', 'gone'];
const name = fc.constantFrom(...NAMES);
const climb = fc.array(fc.constantFrom('..', '.', '', ...NAMES), { maxLength: 3 });
const target = fc.oneof(
  fc.constantFrom(
    'OUT',
    'OUT/secret.txt',
    'OUT/gone',
    'OUT/folder',
    '.',
    '.env',
    '.aws',
    'a/.aws',
    '../.aws',
  ),
  climb.map((names) => names.join('/') || '.'),
  climb.map((names) => `${names.join('/')}/${'../'.repeat(16)}${ELSEWHERE}/secret.txt`),
);
const thing: fc.Arbitrary<Thing> = fc.record({
  path: fc.array(name, { maxLength: 2 }),
  kind: fc.constantFrom('file', 'folder', 'protected', 'link', 'link'),
  target,
});
const asked = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(climb, fc.constantFrom('', ...INSIDE)).map((parts) =>
      parts
        .flat()
        .filter((part) => part !== '')
        .join('/'),
    ),
  },
  { weight: 1, arbitrary: climb.map((names) => `HERE/${names.join('/')}`) },
  // Never absolute: see ROOT.
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replace(/^[/~]+/, '')),
  },
);

/** What cannot be made where something else is already is left out. */
function make({ path, kind, target }: Thing): void {
  const full = join(root, ...path);
  try {
    // These calls follow links: without this the test itself would write outside.
    if (path.some((_, end) => isLink(join(root, ...path.slice(0, end + 1))))) return;
    if (kind === 'protected') mkdirSync(join(full, '.aws'), { recursive: true });
    else mkdirSync(kind === 'folder' ? full : dirname(full), { recursive: true });
    if (kind === 'file') writeFileSync(full, 'word\n', { flag: 'wx' });
    if (kind === 'link') symlinkSync(target.replace('OUT', outside), full);
    if (kind !== 'protected') return;
    for (const name of PROTECTED) writeFileSync(join(full, name), SECRET, { flag: 'wx' });
  } catch {}
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** Everything that no call may change: what lies outside, and what is protected. Links are not followed. */
function untouchable(): string[] {
  return naiveWalk(wire.base)
    .filter((path) => !path.startsWith(`${ROOT}/`) || PROTECTED.some((name) => path.endsWith(`/${name}`)))
    .map((path) => join(wire.base, path))
    .map((path) => `${path} ${lstatSync(path).isFile() ? readFileSync(path, 'utf8') : ''}`);
}

/** The answer of every tool, of the resource and of completion to a path, whatever it is. */
async function everyAnswer(path: string, other: string): Promise<unknown[]> {
  const edits = [{ old: SECRET, new: 'x' }];
  const calls: [tool: string, input: object][] = [
    ['read', { path }],
    ['list', { path, depth: 3, all: true }],
    ['search', { path, query: 'TOP', all: true, context: 1 }],
    ['edit', { path, edits }],
    ['edit', { path, edits: [{ old: 'TOPSECRE', new: 'x' }], dryRun: true }],
    ['move', { from: path, to: other, copy: true }],
    ['read', { path: other }],
    ['search', { path: '.', query: 'TOP' }],
    ['write', { path, content: 'w', mode: 'append' }],
    ['write', { path, content: 'w', mode: 'overwrite' }],
    ['move', { from: path, to: other }],
    ['list', { depth: 9, all: true }],
    ['delete', { path: other, recursive: true }],
    ['delete', { path, recursive: true }],
  ];
  const answers: unknown[] = [];
  const { sdk } = wire.client;
  const ref = { type: 'ref/resource' as const, uri: 'file:///{+path}' };
  for (const uri of [`file://${root}/${encodeURI(toWellFormed(path))}`, `file://${root}/${path}`]) {
    answers.push(await sdk.readResource({ uri }).catch(({ message, data }) => [message, data]));
    const argument = { name: 'path', value: uri.slice('file:///'.length) };
    answers.push(await sdk.complete({ ref, argument }).catch(({ message }) => message));
  }
  for (const [tool, input] of calls) answers.push(await wire.call(tool, input));
  return answers;
}

const toWellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '');

describe.skipIf(!runsTypeScript || process.platform === 'win32')(
  'whatever tree and path (needs a Node that runs TypeScript, not Windows)',
  () => {
    it('no answer holds a byte or a name of what is outside or protected, and nothing of it changes', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(thing, { maxLength: 10 }), asked, asked, async (tree, path, other) => {
          for (const folder of readdirSync(wire.base)) rmSync(join(wire.base, folder), { recursive: true });
          mkdirSync(root, { recursive: true });
          mkdirSync(join(outside, 'folder'), { recursive: true });
          for (const file of ['secret.txt', 'folder/secret.txt'])
            writeFileSync(join(outside, file), `${SECRET}\n`);
          tree.forEach(make);
          const before = untouchable();
          const words = (text: string) => text.replaceAll('HERE', root);
          const answers = JSON.stringify(await everyAnswer(words(path), words(other)));
          expect(answers).not.toContain(SECRET);
          expect(answers).not.toContain(ELSEWHERE);
          expect(untouchable()).toEqual(before);
        }),
        { numRuns: 120 },
      );
    });
  },
);
