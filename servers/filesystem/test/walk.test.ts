import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Folder } from '../src/walk/folder.ts';
import { descriptorDisk, disk, pathDisk } from '../src/walk/folder.ts';
import { NO_RULES } from '../src/walk/gitignore.ts';
import { openStart } from '../src/walk/start.ts';
import { Walk, type WalkOptions } from '../src/walk/walker.ts';
import { failure, fill, list, makeFolder, naiveWalk, names, stopAfter, type Tree } from './walk-tree.ts';

const DEEP = Number.POSITIVE_INFINITY;
const onLinux = process.platform === 'linux';
const asRoot = process.getuid?.() === 0;

/** Names that have led somebody astray. */
const NAMES = [
  'a',
  'a.txt',
  'a b ',
  'b',
  'B',
  '-',
  'new\nline',
  '"quoted"',
  "it's",
  'back\\slash',
  '__proto__',
  'constructor',
  '😀',
  '\uff5e',
  'é',
  'e\u0301',
  '%2e%2e',
  '...',
  '*',
  '[a]',
  '~',
  'ab',
];

const anyName = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((name) => !/[/\0]|^\.{1,2}$/.test(name)),
);

/** Folders are objects, files are strings. */
interface Branch {
  [name: string]: Branch | string;
}
const anyTree = fc
  .array(fc.tuple(fc.array(anyName, { minLength: 1, maxLength: 4 }), fc.boolean()), { maxLength: 12 })
  .map((paths) => toTree(paths));

/** A path that needs a folder where another has a file is left out. */
function toTree(paths: [string[], boolean][]): Tree {
  const tree = new Map<string, string>();
  const folders = new Set<string>();
  for (const [segments, isFolder] of paths) {
    const path = segments.join('/');
    const above = segments.slice(0, -1).map((_, i) => segments.slice(0, i + 1).join('/'));
    if (above.some((one) => tree.has(one)) || tree.has(path) || folders.has(path)) continue;
    for (const one of above) folders.add(one);
    if (isFolder) folders.add(path);
    tree.set(isFolder ? `${path}/` : path, 'x');
  }
  return Object.fromEntries(tree);
}
