import { type FSWatcher, watch } from 'node:fs';
import { sep } from 'node:path';
import type { Source } from './open-source.ts';

export interface WatchOptions {
  /** Something at or in a path of the vault has changed. */
  heard(path: string): void;
  /** The system gives no (more) watches: what is followed has to be followed by looking. */
  failed(): void;
  platform?: NodeJS.Platform;
}

/** Tells of changes in folders, by whatever the system has for that. */
export interface Watches {
  /** A folder to be watched. */
  add(folder: string): void;
  remove(folder: string): void;
  close(): void;
}

/** Folders watched one by one: each takes memory of the kernel, of which users have a limited amount. */
const MAX_FOLDERS = 16_384;

/** Where the system can watch a whole tree it does; Node's own way of doing that elsewhere watches every single file. */
export function createWatches(source: Source, options: WatchOptions): Watches {
  const { platform = process.platform } = options;
  return platform === 'darwin' || platform === 'win32'
    ? new TreeWatch(source, options)
    : new FolderWatches(source, options);
}

class TreeWatch implements Watches {
  #watcher: FSWatcher | undefined;

  constructor(source: Source, { heard, failed }: WatchOptions) {
    try {
      const options = { persistent: false, recursive: true };
      this.#watcher = watch(source.vault.real, options, (_event, name) =>
        heard(name?.replaceAll(sep, '/') ?? ''),
      );
      this.#watcher.on('error', failed);
    } catch {
      setImmediate(failed);
    }
  }

  add(): void {}

  remove(): void {}

  close(): void {
    this.#watcher?.close();
  }
}

class FolderWatches implements Watches {
  readonly #source: Source;
  readonly #options: WatchOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  #closed = false;

  constructor(source: Source, options: WatchOptions) {
    this.#source = source;
    this.#options = options;
  }

  add(folder: string): void {
    if (this.#closed || this.#watchers.has(folder)) return;
    if (this.#watchers.size >= MAX_FOLDERS) return this.#options.failed();
    try {
      this.#watchers.set(folder, this.#watch(folder));
    } catch (error) {
      // ENOSPC: the user's watches are used up; EMFILE: so are the instances.
      if (/^(?:ENOSPC|EMFILE|ENFILE|ENOSYS)$/.test((error as NodeJS.ErrnoException).code ?? ''))
        this.#options.failed();
    }
  }

  remove(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  close(): void {
    this.#closed = true;
    for (const folder of [...this.#watchers.keys()]) this.remove(folder);
  }

  /** The watch stays with the very folder that was held, whatever happens to its name. */
  #watch(folder: string): FSWatcher {
    const held = this.#source.hold(folder);
    try {
      const prefix = folder === '' ? '' : `${folder}/`;
      const watcher = watch(held.path, { persistent: false }, (_event, name) =>
        this.#options.heard(name === null ? folder : prefix + name),
      );
      watcher.on('error', () => this.remove(folder));
      return watcher;
    } finally {
      held.close();
    }
  }
}
