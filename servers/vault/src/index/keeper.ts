import { isYoung } from '../disk/disk-file.ts';
import type { Follower } from '../disk/follow.ts';
import type { About } from './kept-index.ts';
import { type Loaded, loadKept } from './load-kept.ts';
import type { NoteFacts } from './note-facts.ts';
import type { Reader } from './reader.ts';
import { saveKept, type ToKeep } from './save-kept.ts';
import { type Shelf, Shelver } from './shelf.ts';
import type { VaultIndex } from './vault-index.ts';

export interface KeeperOptions {
  /** From `linksFile`. */
  file: string;
  about: About;
  index: VaultIndex;
}

/** What an index is kept like. */
export interface Living {
  follower: Follower;
  reader: Reader;
}

/** Milliseconds between two looks at whether there is something to keep, and at least between two writings. */
const LOOK_MS = 250;
const REST_MS = 600_000;

/** Keeps an index between runs: writes it once it is filled, then every ten minutes if it has changed, and in the end. */
export class Keeper {
  readonly #options: KeeperOptions;
  #living: Living | undefined;
  #shelf: Shelf | undefined;
  #shelver: Shelver | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Changes of the reader that are written. */
  #written = 0;
  #writtenAt = Number.NEGATIVE_INFINITY;
  #writing: Promise<void> | undefined;
  #stopping = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** Loads what was kept, if it is good, into the index, which is empty. */
  async load(): Promise<Loaded | undefined> {
    const { file, about, index } = this.#options;
    const loaded = await loadKept(file, about, index);
    this.#shelf = loaded?.shelf;
    if (this.#stopping) this.release();
    else if (loaded === undefined && process.platform !== 'win32') this.#shelver = new Shelver(file);
    return loaded;
  }

  /** What a note says need not stay in memory: it is asked for again. */
  take(facts: NoteFacts): void {
    this.#shelver?.put(facts);
  }

  /** In the end: what the index holds of notes cannot be asked for any more. */
  release(): void {
    this.#shelf?.close();
    this.#shelver?.close();
  }

  /** From now on what is followed here is kept. */
  start(living: Living): void {
    if (this.#stopping) return;
    this.#living = living;
    this.#timer = setInterval(() => {
      if (living.reader.waiting > 0 || performance.now() < this.#writtenAt + REST_MS) return;
      this.#writing ??= this.#save().finally(() => {
        this.#writing = undefined;
      });
    }, LOOK_MS).unref();
  }

  /** Before the follower and the reader are closed. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping = true;
    await this.#writing;
    await this.#save();
  }

  async #save(): Promise<void> {
    const { file, about, index } = this.#options;
    const living = this.#living;
    if (living === undefined || living.reader.changes === this.#written) return;
    const changes = living.reader.changes;
    try {
      await saveKept(file, about, await toKeep(index, living));
      this.#written = changes;
    } catch {
      // No room, or no right to write there: the next start is a cold one.
    }
    this.#writtenAt = performance.now();
  }
}

/** A file of which the index does not know the last state is kept without what it says. */
async function toKeep(index: VaultIndex, { follower, reader }: Living): Promise<ToKeep> {
  // What is known of the disk and what the reader was told of are the same then.
  await follower.catchUp();
  const files = [...follower.files()].map((disk) => {
    const isSure = !reader.isWaiting(disk.path) && !isYoung(disk);
    return { disk, indexed: isSure ? index.get(disk.path) : undefined };
  });
  return { index, files, folders: [...follower.folders()] };
}
