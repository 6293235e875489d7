import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { ToolError } from '@ashlar/kit/errors';
import { prepareRoots, quoted, type Root, throwIfCancelled } from '@ashlar/kit/files';
import manifest from '../package.json' with { type: 'json' };
import type { Changes } from './disk/changes.ts';
import { type Follower, follow } from './disk/follow.ts';
import type { KeptFiles } from './disk/known.ts';
import { openSource, type Source } from './disk/open-source.ts';
import type { FolderLinks } from './graph/folder-links.ts';
import { Reading } from './graph/reading.ts';
import type { Survey } from './graph/survey.ts';
import { Keeper } from './index/keeper.ts';
import { Reader } from './index/reader.ts';
import { VaultIndex } from './index/vault-index.ts';
import { PathCompleter } from './resolve/complete-path.ts';
import { Suggester } from './resolve/suggest.ts';
import { cacheFolder, databaseFile, linksFile } from './search/cache-place.ts';
import { LazyText } from './search/lazy-text.ts';

/** What the operator configured, checked. */
export interface Settings {
  root: Root;
  /** Where the text index and the index of links are kept between runs; undefined: nowhere. */
  textFile: string | undefined;
  linksFile?: string | undefined;
}

interface Start {
  warn(message: string): void;
}

/** Notes that an answer waits for: some milliseconds of reading. */
const FEW = 64;
/** Files of a vault whose first listing an answer waits for: again some milliseconds. */
const SMALL = 1_000;

/** One vault, as the tools use it. */
export class Vault {
  readonly index = new VaultIndex();
  readonly suggester = new Suggester(this.index);
  readonly completer = new PathCompleter(this.index, this.suggester);
  readonly surveys = new Reading<Survey>(this.index);
  readonly folders = new Reading<FolderLinks>(this.index);
  readonly source: Source;
  readonly text: LazyText;
  readonly #reader: Reader;
  readonly #follower: Follower;
  readonly #keeper: Keeper | undefined;
  #isListed = false;
  readonly #listeners = new Set<(changes: Changes) => void>();

  constructor({ root, textFile, linksFile }: Settings, warn: (message: string) => void) {
    this.source = openSource({ vault: root, warn });
    this.#reader = new Reader(this.source, this.index);
    const about = { vault: root.real, build: manifest.version };
    this.#keeper =
      linksFile === undefined ? undefined : new Keeper({ file: linksFile, about, index: this.index });
    this.text = new LazyText({
      vault: root,
      file: textFile,
      files: () => this.#follower.files(),
      listed: () => this.#follower.listed,
    });
    this.#follower = follow(this.source, {
      kept: this.#restore(),
      changed: (changes) => {
        this.#reader.take(changes);
        this.text.take(changes);
        for (const told of this.#listeners) told(changes);
      },
    });
    void this.#follower.listed.then(() => {
      this.#isListed = true;
      this.#reader.start();
      this.#keeper?.start({ follower: this.#follower, reader: this.#reader });
    });
  }

  /** Notes whose links, headings and aliases are not known yet, or not in their last state. */
  get waiting(): number {
    return this.#reader.waiting;
  }

  /**
   * Tells of what happens to files once all of them are known, until the returned function is called. A note is still
   * to be read again then: the index has what it said before.
   */
  async onChange(told: (changes: Changes) => void): Promise<() => void> {
    await this.#follower.listed;
    this.#listeners.add(told);
    return () => this.#listeners.delete(told);
  }

  /**
   * To be awaited before an answer. Every name is known then, and what others did to the vault until now; all notes
   * have been read if only a few had not. Throws `ToolError` (`cancelled`).
   */
  async ready(signal: AbortSignal, paths: readonly string[] = []): Promise<void> {
    const since = performance.now();
    await this.#follower.named;
    if (this.index.size <= SMALL) await this.#follower.listed;
    throwIfCancelled(signal);
    await this.#follower.catchUp(paths, since);
    if (this.#reader.waiting <= FEW) await this.#reader.readAll();
    for (const path of paths) await this.#reader.read(path);
    throwIfCancelled(signal);
  }

  /** Reads a note that waits now; true where that was to be done. */
  async readNow(path: string): Promise<boolean> {
    // Until every file was looked at, what was kept of a note may be what it said long ago.
    if (!this.#isListed) await this.#follower.catchUp([path], Number.NEGATIVE_INFINITY);
    const waits = this.#reader.isWaiting(path);
    await this.#reader.read(path);
    return waits;
  }

  async close(): Promise<void> {
    await this.#keeper?.close();
    this.#follower.close();
    this.#reader.close();
    await this.text.close();
  }

  async #restore(): Promise<KeptFiles | undefined> {
    const kept = await this.#keeper?.load();
    if (kept !== undefined) this.#reader.restored(kept.files);
    return kept;
  }
}

/** Looks at what the configuration names. Throws `ToolError` where there is no such folder. */
export function prepareVault(
  { vault, cache }: { vault: readonly string[]; cache?: string | undefined },
  { warn }: Start,
): Settings {
  const root = folderAt(vault);
  if (root === undefined)
    throw new ToolError('invalid_input', `<vault folder>: ${quoted(vault[0] ?? '')} is no existing folder.`);
  if (cache === 'off') return { root, textFile: undefined, linksFile: undefined };
  const { env, platform } = process;
  const folder = cache === undefined ? cacheFolder({ env, home: homedir(), platform }) : resolve(cache);
  const textFile = databaseFile(root.real, folder);
  if (textFile === undefined && cache !== undefined) {
    warn('The folder for the text index lies in the vault: the index is not kept.');
  }
  return { root, textFile, linksFile: linksFile(root.real, folder) };
}

export function openVault(settings: Settings, { warn }: Start): { vault: Vault; close(): Promise<void> } {
  const vault = new Vault(settings, warn);
  return { vault, close: () => vault.close() };
}

function folderAt(vault: readonly string[]): Root | undefined {
  try {
    const [root] = prepareRoots(vault, { readOnly: true, warn: () => undefined });
    return root && statSync(root.real).isDirectory() ? root : undefined;
  } catch {
    return undefined;
  }
}
