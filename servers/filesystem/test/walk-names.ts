import fc from 'fast-check';
import type { Tree } from './walk-tree.ts';

/** Names that have led somebody astray. */
const ODD = [
  ...['a', 'a.txt', 'ab', 'b', 'B', '-', '...', '*', '[a]', '~', '%2e%2e', 'a b ', ' a'],
  ...['new\nline', '"quoted"', "it's", 'back\\slash', '__proto__', 'constructor', 'a'.repeat(60)],
  ...['\u{1f600}', '\uff5e', '\u00e9', 'e\u0301', '\u202etxt', 'tab\there'],
];

const anyName = fc.oneof(
  fc.constantFrom(...ODD),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
    .filter((name) => !/[/\0]|^\.{1,2}$|^\.gitignore$/.test(name)),
);

/** Small trees of files and empty folders. */
export const anyTree: fc.Arbitrary<Tree> = fc
  .array(fc.tuple(fc.array(anyName, { minLength: 1, maxLength: 4 }), fc.boolean()), { maxLength: 12 })
  .map(toTree);

/** A path that would have a file where another has a folder is left out. */
function toTree(paths: [segments: string[], isFolder: boolean][]): Tree {
  const kinds = new Map<string, 'file' | 'folder'>();
  for (const [segments, isFolder] of paths) {
    const above = segments.slice(0, -1).map((_, index) => segments.slice(0, index + 1).join('/'));
    const path = segments.join('/');
    if (kinds.has(path) || above.some((folder) => kinds.get(folder) === 'file')) continue;
    for (const folder of above) kinds.set(folder, 'folder');
    kinds.set(path, isFolder ? 'folder' : 'file');
  }
  return Object.fromEntries([...kinds].map(([path, kind]) => [kind === 'file' ? path : `${path}/`, 'x']));
}
