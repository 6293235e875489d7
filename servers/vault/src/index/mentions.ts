import type { VaultFile } from './vault-file.ts';

const NONE = 0;

/**
 * Which files mention a name, in two arrays of numbers: a list of names with their files would take most of the memory
 * of a large vault. Names are told apart by 32 bits of them, so that hardly ever a file is given that does not mention
 * the name. A file that is no more is left where it is until as much is dead as alive.
 */
export class Mentions {
  readonly #isAlive: (file: VaultFile) => boolean;
  #files: VaultFile[] = [];
  /** Open addressing: marks of names, and the last entry of each. */
  #marks = new Uint32Array(1_024);
  #lasts = new Uint32Array(1_024);
  #names = 0;
  /** Of each entry, from 1: the place of its file, and the entry before it that has the same name. */
  #entries = new Uint32Array(4_096);
  #count = 0;
  #dead = 0;

  constructor(isAlive: (file: VaultFile) => boolean) {
    this.#isAlive = isAlive;
  }

  /** A file that mentions these names. */
  put(file: VaultFile, names: ReadonlySet<string>): void {
    if (names.size === 0) return;
    const place = this.#files.push(file) - 1;
    for (const name of names) this.#add(markOf(name), place);
  }

  /** So many names are no longer mentioned, by a file that is alive no more. */
  forget(names: number): void {
    this.#dead += names;
    if (this.#dead > 1_024 && this.#dead > this.#count / 2) this.#rebuild();
  }

  get(name: string): VaultFile[] {
    const found: VaultFile[] = [];
    const slot = this.#slotOf(markOf(name));
    for (let at = this.#lasts[slot] as number; at !== NONE; at = this.#entries[2 * at + 1] as number) {
      const file = this.#files[this.#entries[2 * at] as number] as VaultFile;
      if (this.#isAlive(file)) found.push(file);
    }
    return found.reverse();
  }

  #add(mark: number, place: number): void {
    const at = ++this.#count;
    if (2 * at + 1 >= this.#entries.length) this.#entries = grown(this.#entries);
    const slot = this.#slotOf(mark);
    if (this.#lasts[slot] === NONE) this.#names++;
    this.#marks[slot] = mark;
    this.#entries[2 * at] = place;
    this.#entries[2 * at + 1] = this.#lasts[slot] as number;
    this.#lasts[slot] = at;
    if (this.#names > this.#lasts.length / 2) this.#widen();
  }

  /** The slot of a name, or the free one that it would take. */
  #slotOf(mark: number): number {
    const mask = this.#lasts.length - 1;
    let slot = Math.imul(mark, 0x9e3779b1) & mask;
    while (this.#lasts[slot] !== NONE && this.#marks[slot] !== mark) slot = (slot + 1) & mask;
    return slot;
  }

  #widen(): void {
    const [marks, lasts] = [this.#marks, this.#lasts];
    this.#marks = new Uint32Array(2 * marks.length);
    this.#lasts = new Uint32Array(2 * lasts.length);
    for (let at = 0; at < lasts.length; at++) {
      if (lasts[at] === NONE) continue;
      const slot = this.#slotOf(marks[at] as number);
      this.#marks[slot] = marks[at] as number;
      this.#lasts[slot] = lasts[at] as number;
    }
  }

  /** Begins anew with what is alive. */
  #rebuild(): void {
    const [files, entries, count] = [this.#files, this.#entries, this.#count];
    const marks = new Uint32Array(count + 1);
    for (let slot = 0; slot < this.#lasts.length; slot++) {
      for (let at = this.#lasts[slot] as number; at !== NONE; at = entries[2 * at + 1] as number)
        marks[at] = this.#marks[slot] as number;
    }
    this.#lasts.fill(NONE);
    this.#files = [];
    this.#names = this.#count = this.#dead = 0;
    const places = new Map<number, number>();
    for (let at = 1; at <= count; at++) {
      const before = entries[2 * at] as number;
      const file = files[before] as VaultFile;
      if (!this.#isAlive(file)) continue;
      const place = places.get(before) ?? this.#files.push(file) - 1;
      places.set(before, place);
      this.#add(marks[at] as number, place);
    }
  }
}

function grown(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(2 * numbers.length);
  more.set(numbers);
  return more;
}

/** FNV-1a, 32 bits, over UTF-16 units. */
function markOf(name: string): number {
  let mark = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) mark = Math.imul(mark ^ name.charCodeAt(at), 0x01000193);
  return mark >>> 0;
}
