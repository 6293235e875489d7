import type { VaultFile } from './vault-file.ts';

const NONE = 0;
const LEAST_SLOTS = 1_024;

/** What is kept of it: places are those of the files that it is kept with. */
export interface KeptMentions {
  marks: Uint32Array<ArrayBuffer>;
  lasts: Uint32Array<ArrayBuffer>;
  entries: Uint32Array<ArrayBuffer>;
}

/**
 * Which files mention a name, in two arrays of numbers: a list of names with their files would take most of the memory
 * of a large vault. Names are told apart by 32 bits of them, so that hardly ever a file is given that does not mention
 * the name. A file that is no more is left where it is until as much is dead as alive.
 */
export class Mentions {
  readonly #isAlive: (file: VaultFile) => boolean;
  #files: VaultFile[] = [];
  /** Open addressing: marks of names, and the last entry of each. */
  #marks = new Uint32Array(LEAST_SLOTS);
  #lasts = new Uint32Array(LEAST_SLOTS);
  #names = 0;
  /** Of each entry, from 1: the place of its file, and the entry before it that has the same name. */
  #entries = new Uint32Array(4_096);
  #count = 0;
  #dead = 0;

  constructor(isAlive: (file: VaultFile) => boolean) {
    this.#isAlive = isAlive;
  }

  /** Names in files, the dead ones that are still there among them. */
  get size(): number {
    return this.#count;
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

  /** To be kept with these files, which have these places; what others mention is left out. */
  keptWith(placeOf: ReadonlyMap<VaultFile, number>): KeptMentions {
    const { entries, renumbered } = this.#entriesOf(placeOf);
    const lasts = this.#lasts.map((last) => renumbered[last] as number);
    const copy = new Mentions(() => true);
    copy.#resize(tableFor(namesIn(lasts)), this.#marks, lasts);
    return { marks: copy.#marks, lasts: copy.#lasts, entries };
  }

  /** Takes what was kept with these files in the place of all. It has to fit them, see `areMentions`. */
  restore({ marks, lasts, entries }: KeptMentions, files: VaultFile[]): void {
    this.#files = files;
    [this.#marks, this.#lasts, this.#entries] = [marks, lasts, entries];
    this.#names = namesIn(lasts);
    this.#count = entries.length / 2 - 1;
    this.#dead = 0;
  }

  /** The entries of these files alone; and of each entry its new number, or that of the next one before it in its list. */
  #entriesOf(placeOf: ReadonlyMap<VaultFile, number>): {
    entries: Uint32Array<ArrayBuffer>;
    renumbered: Uint32Array;
  } {
    const places = Int32Array.from(this.#files, (file) => placeOf.get(file) ?? -1);
    const entries = new Uint32Array(2 * this.#count + 2);
    const renumbered = new Uint32Array(this.#count + 1);
    let count = 0;
    for (let at = 1; at <= this.#count; at++) {
      const place = places[this.#entries[2 * at] as number] as number;
      const before = renumbered[this.#entries[2 * at + 1] as number] as number;
      renumbered[at] = place < 0 ? before : ++count;
      if (place < 0) continue;
      entries[2 * count] = place;
      entries[2 * count + 1] = before;
    }
    return { entries: entries.slice(0, 2 * count + 2), renumbered };
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
    if (this.#names > this.#lasts.length / 2) this.#resize(2 * this.#lasts.length, this.#marks, this.#lasts);
  }

  /** The slot of a name, or the free one that it would take. */
  #slotOf(mark: number): number {
    const mask = this.#lasts.length - 1;
    let slot = Math.imul(mark, 0x9e3779b1) & mask;
    while (this.#lasts[slot] !== NONE && this.#marks[slot] !== mark) slot = (slot + 1) & mask;
    return slot;
  }

  /** Puts these names into a table of so many slots. */
  #resize(slots: number, marks: Uint32Array, lasts: Uint32Array): void {
    this.#marks = new Uint32Array(slots);
    this.#lasts = new Uint32Array(slots);
    for (let at = 0; at < lasts.length; at++) {
      if (lasts[at] === NONE) continue;
      const slot = this.#slotOf(marks[at] as number);
      this.#marks[slot] = marks[at] as number;
      this.#lasts[slot] = lasts[at] as number;
    }
  }

  /** Begins anew with what is alive. */
  #rebuild(): void {
    const alive = new Set(this.#files.filter(this.#isAlive));
    const files = [...alive];
    this.restore(this.keptWith(placesOf(files)), files);
  }
}

export function placesOf(files: readonly VaultFile[]): Map<VaultFile, number> {
  return new Map(files.map((file, place) => [file, place]));
}

/** Whether it is safe to look something up in what was kept with so many files: every place is one, every list ends. */
export function areMentions({ marks, lasts, entries }: KeptMentions, files: number): boolean {
  const slots = lasts.length;
  const count = entries.length / 2 - 1;
  if (slots < LEAST_SLOTS || (slots & (slots - 1)) !== 0 || marks.length !== slots) return false;
  if (!Number.isInteger(count) || count < 0 || lasts.some((last) => last > count)) return false;
  if (namesIn(lasts) > slots / 2) return false;
  for (let at = 1; at <= count; at++) {
    // Each entry leads to one before it, and so to an end.
    if ((entries[2 * at] as number) >= files || (entries[2 * at + 1] as number) >= at) return false;
  }
  return true;
}

function namesIn(lasts: Uint32Array): number {
  return lasts.reduce((names, last) => names + (last === NONE ? 0 : 1), 0);
}

/** Slots for so many names: a power of two, half of them free. */
function tableFor(names: number): number {
  let slots = LEAST_SLOTS;
  while (slots < 2 * names) slots *= 2;
  return slots;
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
