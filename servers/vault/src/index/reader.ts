import { setImmediate as turn } from 'node:timers/promises';
import type { Changes } from '../disk/changes.ts';
import type { Source } from '../disk/open-source.ts';
import { readNote } from '../disk/read-note.ts';
import { isRead, parseFile } from '../note/parse-file.ts';
import { needsYaml, openYaml, type ReadYaml } from '../note/parse-note.ts';
import { NoteFacts } from './note-facts.ts';
import { vaultFile } from './vault-file.ts';
import type { VaultIndex } from './vault-index.ts';

/** Milliseconds for which the thread that answers is kept at a time. */
const SLICE_MS = 8;

/** Keeps an index like a vault on the disk: names at once, and what notes say as they are read, one after another. */
export class Reader {
  readonly #source: Source;
  readonly #index: VaultIndex;
  /** Files whose text is not in the index in the state that was told of last. */
  readonly #unread = new Set<string>();
  #readYaml: ReadYaml | undefined;
  #filling = false;
  #closed = false;

  constructor(source: Source, index: VaultIndex) {
    this.#source = source;
    this.#index = index;
  }

  /** Files that are still to be read. Until it is, a note that changed keeps what it said before. */
  get waiting(): number {
    return this.#unread.size;
  }

  isWaiting(path: string): boolean {
    return this.#unread.has(path);
  }

  /** As the follower of the disk tells. */
  take({ added, changed, removed }: Changes): void {
    for (const path of removed) {
      this.#index.remove(path);
      this.#unread.delete(path);
    }
    for (const file of [...added, ...changed]) {
      const isText = isRead(file.path);
      if (isText) this.#unread.add(file.path);
      if (!isText || this.#index.get(file.path) === undefined) this.#put(file.path, undefined);
    }
    if (!this.#filling) void this.#fill();
  }

  /** Reads a file that waits now, before all others. */
  async read(path: string): Promise<void> {
    if (!this.#unread.has(path)) return;
    const note = readNote(this.#source, path);
    if (note.kind === 'text' && this.#readYaml === undefined && needsYaml(note.text)) {
      this.#readYaml = await openYaml();
      // Meanwhile it may have been read, written again or removed.
      return this.read(path);
    }
    this.#unread.delete(path);
    const facts = note.kind === 'text' ? NoteFacts.of(parseFile(path, note.text, this.#readYaml)) : undefined;
    this.#put(path, facts);
  }

  /** Reads all that waits. */
  async readAll(): Promise<void> {
    for (const path of [...this.#unread.keys()]) await this.read(path);
  }

  close(): void {
    this.#closed = true;
  }

  #put(path: string, facts: NoteFacts | undefined): void {
    this.#index.put(vaultFile(path, facts));
  }

  async #fill(): Promise<void> {
    this.#filling = true;
    await turn();
    let until = performance.now() + SLICE_MS;
    while (!this.#closed) {
      const { value: path } = this.#unread.keys().next();
      if (path === undefined) break;
      await this.read(path);
      if (performance.now() < until) continue;
      await turn();
      until = performance.now() + SLICE_MS;
    }
    this.#filling = false;
  }
}
