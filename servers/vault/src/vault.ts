import { setImmediate as turn } from 'node:timers/promises';
import { ToolError } from '@ashlar/kit/errors';
import { cleanLeftovers, throwIfCancelled } from '@ashlar/kit/files';
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
import { Renames } from './rename/renames.ts';
import { PathCompleter } from './resolve/complete-path.ts';
import { Suggester } from './resolve/suggest.ts';
import { LazyText } from './search/lazy-text.ts';
import type { Settings } from './settings/prepare-vault.ts';

/** Notes that an answer waits for: some milliseconds of reading. */
const FEW = 64;
/** Files of a vault whose first listing an answer waits for: again some milliseconds. */
const SMALL = 1_000;
/** Milliseconds between two tellings of how far the reading is. */
const TELL_MS = 500;

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
  readonly #renames: Renames | undefined;
  #cleaned = false;
  /** A rename that was killed is brought to its end before anything is answered. */
  readonly #recovered: Promise<void>;

  constructor({ root, textFile, linksFile, journalFile }: Settings, warn: (message: string) => void) {
    this.source = openSource({ vault: root, warn });
    this.#renames =
      journalFile === undefined
        ? undefined
        : new Renames({ source: this.source, journal: journalFile, warn });
    this.#recovered = this.#renames?.recover() ?? Promise.resolve();
    this.#reader = new Reader(this.source, this.index, (facts) => this.#keeper?.take(facts));
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
    await this.#recovered;
    const since = performance.now();
    await this.#follower.named;
    if (this.index.size <= SMALL) await this.#follower.listed;
    throwIfCancelled(signal);
    await this.#follower.catchUp(paths, since);
    if (this.#reader.waiting <= FEW) await this.#reader.readAll();
    for (const path of paths) await this.#reader.read(path);
    throwIfCancelled(signal);
  }

  /** To be awaited after files were written: the index has them as they are now. Does not fail. */
  async seen(paths: readonly string[]): Promise<void> {
    // With the first write: what killed ones have left goes.
    if (!this.#cleaned) void cleanLeftovers(this.source.guard, [this.source.asked('')]);
    this.#cleaned = true;
    await this.#follower.catchUp(paths, performance.now());
    for (const path of paths) await this.#reader.read(path);
  }

  /** To be awaited where every note counts. Throws `ToolError` (`cancelled`). */
  async whole(
    signal: AbortSignal,
    progress: (done: number, total: number, message: string) => void,
  ): Promise<void> {
    await this.#follower.listed;
    const total = this.index.size;
    for (let told = 0; this.waiting > 0; ) {
      await turn();
      throwIfCancelled(signal);
      if (performance.now() - told < TELL_MS) continue;
      told = performance.now();
      progress(total - this.waiting, total, 'notes read');
    }
  }

  /** Throws `ToolError` (`unavailable`) where a journal has no place. */
  get renames(): Renames {
    if (this.#renames !== undefined) return this.#renames;
    throw new ToolError(
      'unavailable',
      'Nothing can be renamed: the folder for the state of programs lies in the vault.',
      {
        hint: 'The operator can choose another with XDG_STATE_HOME.',
        retryable: false,
      },
    );
  }

  /** Reads a note that waits now; true where the index knows another state of it since, whoever read it meanwhile. */
  async readNow(path: string): Promise<boolean> {
    const before = this.index.get(path);
    // Until every file was looked at, what was kept of a note may be what it said long ago.
    if (!this.#isListed) await this.#follower.catchUp([path], Number.NEGATIVE_INFINITY);
    await this.#reader.read(path);
    return this.index.get(path) !== before;
  }

  async close(): Promise<void> {
    await this.#keeper?.close();
    this.#follower.close();
    this.#reader.close();
    await this.text.close();
    this.#keeper?.release();
  }

  async #restore(): Promise<KeptFiles | undefined> {
    const kept = await this.#keeper?.load();
    if (kept !== undefined) this.#reader.restored(kept.indexed);
    return kept;
  }
}

export function openVault(
  settings: Settings,
  { warn }: { warn(message: string): void },
): { vault: Vault; close(): Promise<void> } {
  const vault = new Vault(settings, warn);
  return { vault, close: () => vault.close() };
}
