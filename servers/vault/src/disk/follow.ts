import { setImmediate as turn } from 'node:timers/promises';
import { Batches, type Changes } from './changes.ts';
import type { DiskFile } from './disk-file.ts';
import { isHidden } from './hidden.ts';
import { type KeptFiles, Known } from './known.ts';
import { LinkedPlaces } from './linked-places.ts';
import { look } from './look.ts';
import type { Source } from './open-source.ts';
import { type Round, reconcile } from './reconcile.ts';
import { sliced } from './sliced.ts';
import { staleFiles, staleFolders } from './stale.ts';
import { createWatches, type Watches } from './watches.ts';

export interface FollowOptions {
  /** Told of what has changed since the last time; at first of every file that was not kept, as added. */
  changed(changes: Changes): void;
  /** What was known of the vault when it was followed last. */
  kept?: Promise<KeptFiles | undefined>;
  /** `sweep` looks instead of watching, as is done where watching fails. Default: `watch`. */
  by?: 'watch' | 'sweep';
}

/** Follows the files of a vault. */
export interface Follower {
  /** Settled once every file was told of, with no more than its name as far as it was not kept. */
  readonly named: Promise<void>;
  /** Settled once every file was told of in its state. */
  readonly listed: Promise<void>;
  /** Every file in the state that was told of last. */
  files(): IterableIterator<DiskFile>;
  /** Every folder with its modification time, in milliseconds. */
  folders(): IterableIterator<readonly [path: string, mtimeMs: number]>;
  /** How changes are noticed now. */
  readonly by: 'watch' | 'sweep';
  /**
   * To be awaited before an answer: what another program has done to the vault until now has been told of then, and in
   * any case what it has done to these paths. Does not wait for the first listing. Less than a millisecond while the
   * system watches; until every folder is watched, and where the system does not watch, folders are looked at, and a file
   * written in place elsewhere than at `paths` shows with the listing or the next sweep. `since`: when the question
   * came, by `performance.now`; a look at all folders that was begun after it is not repeated.
   */
  catchUp(paths?: readonly string[], since?: number): Promise<void>;
  close(): void;
}

/** Milliseconds within which several events count as one. */
const SETTLE_MS = 50;
/** Events in one go that are too many to trust: the system's queue holds 16,384 and drops the rest unsaid. */
const FLOOD = 4_000;
/** Milliseconds between two looks at everything, and the share of time that looking may take; by how it is followed. */
const REST_MS = { watch: 60_000, sweep: 2_000 };
const SHARE = { watch: 0.01, sweep: 0.05 };

/** Follows a vault from now on. Nothing here throws: what cannot be read is counted, and is no file of the vault. */
export function follow(source: Source, options: FollowOptions): Follower {
  return new Following(source, options);
}

class Following implements Follower {
  readonly named: Promise<void>;
  readonly listed: Promise<void>;
  by: 'watch' | 'sweep';
  readonly #source: Source;
  readonly #batches: Batches;
  readonly #known: Known;
  readonly #linked: LinkedPlaces;
  readonly #heard = new Set<string>();
  #watches: Watches | undefined;
  /** Looking through what was heard of, while that is under way. */
  #looking: Promise<void> = Promise.resolve();
  #isNamed = false;
  /** Every folder is watched: whatever changes is heard of. */
  #isWatched = false;
  #wasKept = false;
  /** When the last look at all folders was begun, by `performance.now`. */
  #sweptAt = Number.NEGATIVE_INFINITY;
  #isListed = false;
  #flooded = false;
  #settling: NodeJS.Timeout | undefined;
  #resting: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(source: Source, { changed, kept, by = 'watch' }: FollowOptions) {
    this.#source = source;
    this.by = by;
    this.#batches = new Batches((changes) => {
      if (!this.#closed) changed(changes);
    });
    this.#linked = new LinkedPlaces(source);
    this.#known = new Known(this.#batches, (folder) => {
      this.#watches?.remove(folder);
      this.#linked.forget(folder);
    });
    if (by === 'watch') {
      const heard = (path: string) => this.#hear(path);
      this.#watches = createWatches(source, { heard, failed: () => this.#unwatch() });
    }
    this.named = this.#name(kept);
    this.listed = this.#list();
  }

  files(): IterableIterator<DiskFile> {
    return this.#known.files.values();
  }

  folders(): IterableIterator<readonly [path: string, mtimeMs: number]> {
    return this.#known.folders.entries();
  }

  async catchUp(paths: readonly string[] = [], since = performance.now()): Promise<void> {
    for (const path of paths) this.#examine(path, false);
    if (this.#watches) {
      // The system is asked for events between the first turn of the loop and the second.
      await turn();
      await turn();
    }
    if (this.#isNamed && !this.#isWatched && this.#sweptAt < since) await this.#sweepFolders();
    this.#takeHeard();
    this.#batches.flush();
    if (this.#isListed || this.#isWatched) await this.#looking;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#settling);
    clearTimeout(this.#resting);
    this.#watches?.close();
  }

  /** What links are resolved by, without a look at each file. Folders tell whether what is kept of them is true. */
  async #name(kept: Promise<KeptFiles | undefined> | undefined): Promise<void> {
    const before = await kept;
    if (before !== undefined) {
      this.#wasKept = true;
      this.#known.restore(before);
      await this.#sweepFolders();
    } else {
      const unwatched = { namesOnly: true, folderMet: () => undefined };
      await reconcile([''], true, { ...this.#round(), ...unwatched });
    }
    this.#batches.flush();
    this.#isNamed = true;
  }

  async #list(): Promise<void> {
    await this.named;
    await this.#watchFolders();
    if (this.#wasKept) await this.#sweepFiles();
    else await this.#reconcile([''], true);
    this.#isListed = true;
    if (!this.#wasKept) return this.#rest(0);
    // Not all file systems give folders times that tell.
    void this.#reconcile([''], true, true).then(() => this.#rest(0));
  }

  /** Looked at once more, each after it is watched: what happens before is seen, and what happens after is heard. */
  async #watchFolders(): Promise<void> {
    const watch = (folder: string) => this.#watches?.add(folder);
    await sliced(this.#known.folders.keys(), watch, () => this.#closed);
    await this.#sweepFolders();
    this.#isWatched = this.#watches !== undefined;
  }

  #hear(path: string): void {
    if (isHidden(path)) return;
    if (this.#heard.size < FLOOD) this.#heard.add(path);
    else this.#flooded = true;
    // Not begun anew with each event: a vault that never rests would never be looked at.
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      this.#takeHeard();
      this.#batches.flush();
    }, SETTLE_MS).unref();
  }

  /** Looks at what was heard of: at files now, through folders in slices. */
  #takeHeard(): void {
    const heard = [...this.#heard];
    this.#heard.clear();
    const folders = heard.filter((path) => this.#examine(path, true));
    if (this.#flooded) folders.splice(0, folders.length, '');
    this.#flooded = false;
    if (folders.length === 0) return;
    const before = this.#looking;
    this.#looking = this.#reconcile(folders, true).then(() => before);
  }

  async #sweepFolders(): Promise<void> {
    const begun = performance.now();
    const stale: string[] = [];
    const take = (path: string | undefined) => path !== undefined && stale.push(path);
    await sliced(staleFolders(this.#source, this.#known), take, () => this.#closed);
    await this.#reconcile(stale, false);
    this.#sweptAt = begun;
  }

  async #sweepFiles(): Promise<void> {
    const look = (path: string | undefined) => path !== undefined && this.#examine(path, false);
    await sliced(staleFiles(this.#source, this.#known), look, () => this.#closed);
    this.#batches.flush();
  }

  /** True for a folder, which has to be walked through. */
  #examine(path: string, heard: boolean): boolean {
    const found = look(this.#source, path);
    if (found?.kind === 'folder') return true;
    if (found) this.#known.seeFile(found.file, heard);
    else this.#known.drop(path);
    return false;
  }

  /** Several may be under way: each makes sure of what it takes for gone. */
  async #reconcile(folders: readonly string[], deep: boolean, namesOnly = false): Promise<void> {
    if (folders.length === 0) return;
    await reconcile(folders, deep, { ...this.#round(), namesOnly });
    this.#batches.flush();
  }

  #round(): Round {
    return {
      source: this.#source,
      known: this.#known,
      linked: this.#linked,
      folderMet: (path) => this.#watches?.add(path),
      stopped: () => this.#closed,
    };
  }

  /** A look at everything now and then, for what no event has told. */
  #rest(tookMs: number): void {
    if (this.#closed) return;
    const ms = Math.max(REST_MS[this.by], tookMs / SHARE[this.by]);
    clearTimeout(this.#resting);
    this.#resting = setTimeout(async () => {
      const start = performance.now();
      await this.#reconcile([''], true);
      this.#rest(performance.now() - start);
    }, ms).unref();
  }

  #unwatch(): void {
    this.#watches?.close();
    this.#watches = undefined;
    this.#isWatched = false;
    this.by = 'sweep';
    if (this.#isListed) this.#rest(0);
  }
}
