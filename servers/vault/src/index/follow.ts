import { isRead, parseFile } from '../note/parse-file.ts';
import { needsYaml, openYaml, type ReadYaml } from '../note/parse-note.ts';
import { NoteFacts } from './note-facts.ts';
import type { Source, Stamp } from './source.ts';
import { type VaultFile, vaultFile } from './vault-file.ts';
import type { VaultIndex } from './vault-index.ts';

/** Bytes; a larger file is a target of links only. */
export const MAX_NOTE = 16 * 1024 * 1024;

/** No file is like this: a note that was only listed is looked at again. */
const UNREAD: Stamp = { size: -1, modified: 0 };

/** Keeps an index like the files it is made of. */
export class Follower {
  readonly #index: VaultIndex;
  readonly #source: Source;
  #readYaml: ReadYaml | undefined;

  constructor(index: VaultIndex, source: Source) {
    this.#index = index;
    this.#source = source;
  }

  /**
   * Makes the index like the source, in steps that the caller may pause between: every name is there after the first
   * step, so that paths resolve from then on, and each further step reads one note that is new or changed. Yields how
   * many notes are left to read.
   */
  async *follow(): AsyncGenerator<number> {
    const unread: ({ path: string } & Stamp)[] = [];
    const gone = new Set([...this.#index.files()].map(({ path }) => path));
    for (const entry of this.#source.list()) {
      gone.delete(entry.path);
      const known = this.#index.get(entry.path);
      if (known !== undefined && same(known, entry)) continue;
      const text = isRead(entry.path) && entry.size <= MAX_NOTE;
      if (text) unread.push(entry);
      // Until it is read again, a note that changed keeps what it said before.
      if (known === undefined || !text) {
        this.#index.put(vaultFile(entry.path, undefined, text ? UNREAD : entry));
      }
    }
    for (const path of gone) this.#index.remove(path);
    for (const [at, entry] of unread.entries()) {
      yield unread.length - at;
      await this.#put(entry, this.#source.read(entry.path));
    }
  }

  /** Looks at one file again, and answers whether anything about it has changed. */
  async refresh(path: string): Promise<boolean> {
    const known = this.#index.get(path);
    const stamp = this.#source.stat(path);
    if (stamp === undefined) return this.#index.remove(path);
    if (known !== undefined && same(known, stamp)) return false;
    const text = isRead(path) && stamp.size <= MAX_NOTE ? this.#source.read(path) : undefined;
    await this.#put({ path, ...stamp }, text);
    return true;
  }

  async #put(entry: { path: string } & Stamp, text: string | undefined): Promise<void> {
    if (text === undefined) {
      this.#index.put(vaultFile(entry.path, undefined, entry));
      return;
    }
    if (this.#readYaml === undefined && needsYaml(text)) this.#readYaml = await openYaml();
    const facts = NoteFacts.of(parseFile(entry.path, text, this.#readYaml));
    this.#index.put(vaultFile(entry.path, facts, entry));
  }
}

function same(file: VaultFile, { size, modified }: Stamp): boolean {
  return file.size === size && file.modified === modified;
}
