import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Root } from '@ashlar/kit/files';
import { onTestFinished, vi } from 'vitest';
import { type ListEnd, type ListEntry, type ListOptions, runList } from '../src/walk/list-job.ts';
import type { Scope } from '../src/walk/scope.ts';
import type {
  FileMatch,
  LineMatch,
  SearchEnd,
  SearchEntry,
  SearchOptions,
} from '../src/walk/search-contract.ts';
import { runSearch } from '../src/walk/search-job.ts';

// Disks may be slow and machines busy: only what hangs fails for its time.
vi.setConfig({ testTimeout: 60_000 });

/** Files by path below the folder; a path that ends with a slash is an empty folder. */
export type Tree = Record<string, string | Buffer>;

/** In memory, where the system has such a place: hundreds of trees are made here. */
const TEMPORARY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A new folder that goes when the test is over. */
export function makeFolder(tree: Tree = {}): string {
  const folder = realpathSync.native(mkdtempSync(join(TEMPORARY, 'ashlar-walk-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  fill(folder, tree);
  return folder;
}

export function fill(folder: string, tree: Tree): void {
  for (const [path, content] of Object.entries(tree)) {
    const full = join(folder, path);
    mkdirSync(path.endsWith('/') ? full : dirname(full), { recursive: true });
    if (!path.endsWith('/')) writeFileSync(full, content);
  }
}

export const rootAt = (real: string): Root => ({ name: 'root', given: real, real, writable: false });

/** What a job needs to know, for a folder that is the only root. */
export function scopeOf(real: string, relative = '', rules: Partial<Scope> = {}): Scope {
  const start = { real, relative, shown: relative || '.' };
  return { start, roots: [{ name: 'root', real }], deny: [], allow: [], ...rules };
}

/** Nothing is left out for want of room. */
const ROOM = { limit: 1_000_000, maxBytes: 1_000_000_000 };

interface Run<End = unknown> {
  relative?: string;
  rules?: Partial<Scope>;
  stopped?: () => boolean;
  /** Told how a job would end if it ended now, and how many entries it gave. */
  reached?: (end: End, given: number) => void;
}

/** Runs a listing in this thread. */
export function list(
  real: string,
  options: Partial<ListOptions> = {},
  run: Run<ListEnd> = {},
): ListEnd & { entries: ListEntry[] } {
  const entries: ListEntry[] = [];
  const report = {
    stopped: run.stopped ?? (() => false),
    add: (one: ListEntry) => entries.push(one),
    reached: (_: number, end: () => ListEnd) => run.reached?.(end(), entries.length),
  };
  const scope = scopeOf(real, run.relative, run.rules);
  return { ...runList({ kind: 'list', ...scope, options: { ...ROOM, ...options } }, report), entries };
}

export const names = ({ entries }: { entries: { relative: string }[] }) =>
  entries.map(({ relative }) => relative);

/** Runs a search in this thread. */
export async function search(
  real: string,
  options: Partial<SearchOptions> & { query: string },
  run: Run<SearchEnd> = {},
): Promise<SearchEnd & { lines: LineMatch[]; files: FileMatch[] }> {
  const found: SearchEntry[] = [];
  const report = {
    stopped: run.stopped ?? (() => false),
    add: (one: SearchEntry) => found.push(one),
    reached: (_: number, end: () => SearchEnd) => run.reached?.(end(), found.length),
  };
  const scope = scopeOf(real, run.relative, run.rules);
  const end = await runSearch({ kind: 'search', ...scope, options: { ...ROOM, ...options } }, report);
  return {
    ...end,
    lines: found.filter((one) => 'text' in one),
    files: found.filter((one) => !('text' in one)),
  };
}

/** Searches one file and tells its lines as `line:text`. */
export async function inFile(content: string | Buffer, query: string, options: Partial<SearchOptions> = {}) {
  const { lines } = await search(makeFolder({ f: content }), { query, ...options });
  return lines.map(({ line, text }) => `${line}:${text}`);
}

/** Lines of a text as `read` numbers them. */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  return text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
}

/** Everything below a folder in the order of a walk, told the plain way. */
export function naiveWalk(folder: string, prefix = ''): string[] {
  const here = readdirSync(join(folder, prefix)).sort((a, b) => (a < b ? -1 : 1));
  return here.flatMap((name) => {
    const path = prefix + name;
    return lstatSync(join(folder, path)).isDirectory() ? [path, ...naiveWalk(folder, `${path}/`)] : [path];
  });
}

/** Says yes from the nth question on. */
export function stopAfter(questions: number): () => boolean {
  let asked = 0;
  return () => ++asked > questions;
}

/** What a promise or function fails with. */
export async function failure(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
}

/** A thread that does what it likes with a job. */
export function acting(code: string): URL {
  const head =
    "import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ job, stop }) => {";
  return new URL(`data:text/javascript,${encodeURIComponent(`${head}${code}});`)}`);
}
