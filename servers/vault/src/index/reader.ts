import { setImmediate as turn } from 'node:timers/promises';
import type { Changes } from '../disk/changes.ts';
import { FolderReader } from '../disk/folder-reader.ts';
import type { Source } from '../disk/open-source.ts';
import { type NoteText, readNote } from '../disk/read-note.ts';
import { isRead, parseFile } from '../note/parse-file.ts';
import { needsYaml, openYaml, type ReadYaml } from '../note/parse-note.ts';
import { NoteFacts } from './note-facts.ts';
import { type VaultFile, vaultFile } from './vault-file.ts';
import type { VaultIndex } from './vault-index.ts';

/** Milliseconds for which the thread that answers is kept at a time. */
const SLICE_MS = 8;

/** Keeps an index like a vault on the disk: names at once, and what notes say as they are read, one after another. */
export class Reader {
  readonly #source: Source;
  readonly #index: VaultIndex;
  readonly #readFirst: (facts: NoteFacts) => void;
  /** Files whose text is not in the index in the state that was told of last. */
  readonly #unread = new Set<string>();
  #readYaml: ReadYaml | undefined;
  /** Files whose text is in the index as it was kept, and may have changed since. */
  #unsure = 0;
  #started = false;
  #changes = 0;
  #filling = false;
  #closed = false;

  /** `readFirst` is told of what a note says when it is read for the first time. */
  constructor(source: Source, index: VaultIndex, readFirst: (facts: NoteFacts) => void = () => undefined) {
    this.#source = source;
    this.#index = index;
    this.#readFirst = readFirst;
  }

  /**
   * Files that are still to be read, or to be looked at. Until it is, a note that changed keeps what it said before.
   */
  get waiting(): number {
    return this.#unread.size + this.#unsure;
  }

  isWaiting(path: string): boolean {
    return this.#unread.has(path);
  }

  /** Files that are in the index as they were kept; it is for the follower of the disk to tell what of them has changed. */
  restored(files: readonly VaultFile[]): void {
    for (const { path, facts } of files) {
      if (!isRead(path)) continue;
      if (facts === undefined) this.#unread.add(path);
      else this.#unsure++;
    }
  }

  /** Changes whenever the index does. */
  get changes(): number {
    return this.#changes;
  }

  /** As the follower of the disk tells. */
  take({ added, changed, removed }: Changes): void {
    for (const path of removed) {
      this.#index.remove(path);
      this.#unread.delete(path);
      this.#changes++;
    }
    for (const file of [...added, ...changed]) {
      const isText = isRead(file.path);
      if (isText) this.#unread.add(file.path);
      if (!isText || this.#index.get(file.path) === undefined) this.#put(file.path, undefined);
    }
    this.#goOn();
  }

  /** Every file has been told of in its state: from now on what waits is read by and by. */
  start(): void {
    this.#started = true;
    this.#unsure = 0;
    this.#goOn();
  }

  /** Reads a file that waits now, before all others. */
  async read(path: string): Promise<void> {
    while (this.#unread.has(path) && !this.#take(path, readNote(this.#source, path))) await this.#loadYaml();
  }

  /** Reads all that waits. */
  async readAll(): Promise<void> {
    for (const path of [...this.#unread]) await this.read(path);
  }

  close(): void {
    this.#closed = true;
  }

  #put(path: string, facts: NoteFacts | undefined): void {
    this.#changes++;
    const before = this.#index.get(path);
    this.#index.put(
      before === undefined ? vaultFile(path, facts) : { path: before.path, key: before.key, facts },
    );
    if (facts !== undefined && before?.facts === undefined) this.#readFirst(facts);
  }

  /** False for a note that the YAML parser has to be loaded for: meanwhile it may be read, written again or removed. */
  #take(path: string, note: NoteText): boolean {
    if (note.kind === 'text' && this.#readYaml === undefined && needsYaml(note.text)) return false;
    this.#unread.delete(path);
    this.#put(
      path,
      note.kind === 'text' ? NoteFacts.of(parseFile(path, note.text, this.#readYaml)) : undefined,
    );
    return true;
  }

  async #loadYaml(): Promise<void> {
    this.#readYaml = await openYaml();
  }

  #goOn(): void {
    if (this.#started && !this.#filling && this.#unread.size > 0) void this.#fill();
  }

  async #fill(): Promise<void> {
    this.#filling = true;
    await turn();
    while (!this.#closed && this.#unread.size > 0) {
      if (this.#slice()) await turn();
      else await this.#loadYaml();
    }
    this.#filling = false;
  }

  /** Reads for as long as the thread may be kept. False where the YAML parser is needed to go on. */
  #slice(): boolean {
    const folders = new FolderReader(this.#source);
    const until = performance.now() + SLICE_MS;
    try {
      for (const path of this.#unread) {
        if (!this.#take(path, folders.read(path))) return false;
        if (performance.now() >= until) break;
      }
      return true;
    } finally {
      folders.close();
    }
  }
}
