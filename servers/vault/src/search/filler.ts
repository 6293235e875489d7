import { type DiskFile, sameState } from '../disk/disk-file.ts';
import type { Source } from '../disk/open-source.ts';
import { readNote } from '../disk/read-note.ts';
import type { ReadYaml } from '../note/parse-note.ts';
import { fieldsOf } from './fields.ts';
import type { Order } from './messages.ts';
import type { Store } from './store.ts';

/** UTF-16 units of text in one transaction: what a kill at the wrong moment costs, and what memory holds until then. */
const TRANSACTION = 32_000_000;

/** Carries out orders in small steps, so that questions can be answered in between. */
export class Filler {
  readonly #source: Source;
  readonly #store: Store;
  readonly #row: (id: number) => void;
  readonly #readYaml: ReadYaml;
  readonly #orders: Order[] = [];
  /** Of the first order: how many of its files are done. */
  #done = 0;
  /** Rows that are true in this run; a kept one that is not among them in the end is of a file that is gone. */
  readonly #confirmed = new Set<number>();
  #uncommitted = 0;
  /** Orders carried out in all. */
  finished = 0;

  /** `row` is told of the row of each file that was put, in order; 0 for a note without words. */
  constructor(source: Source, store: Store, row: (id: number) => void, readYaml: ReadYaml) {
    this.#source = source;
    this.#store = store;
    this.#row = row;
    this.#readYaml = readYaml;
  }

  order(order: Order): void {
    this.#orders.push(order);
  }

  /** Works for about so many milliseconds. False when there is nothing (more) to do. Throws what the store throws. */
  work(ms: number): boolean {
    const until = performance.now() + ms;
    while (performance.now() < until) if (!this.#step()) return false;
    return true;
  }

  #step(): boolean {
    const [order] = this.#orders;
    if (order === undefined) {
      this.#commit();
      return this.#store.shrink();
    }
    if (order.kind === 'listed') {
      this.#forgetOthers();
      this.#next();
      return true;
    }
    for (const path of this.#done === 0 ? order.removed : []) this.#remove(path);
    const file = order.put[this.#done++];
    if (file === undefined) this.#next();
    else this.#row(this.#put(file));
    return true;
  }

  #next(): void {
    this.#orders.shift();
    this.finished++;
    this.#done = 0;
  }

  #put(file: DiskFile): number {
    const row = this.#store.find(file.path);
    if (row && sameState(row, file)) {
      this.#confirmed.add(row.id);
      return row.kind === 'text' ? row.id : 0;
    }
    const note = readNote(this.#source, file.path);
    const fields = note.kind === 'text' ? fieldsOf(file.path, note.text, this.#readYaml) : undefined;
    // The state that was read, which may be a later one than was told of.
    const id = this.#store.put({ ...file, ...stampOr(file, note) }, note.kind, fields);
    this.#confirmed.add(id);
    this.#uncommitted += fields?.body.length ?? 0;
    if (this.#uncommitted > TRANSACTION) this.#commit();
    return fields ? id : 0;
  }

  #remove(path: string): void {
    const row = this.#store.find(path);
    if (row === undefined) return;
    this.#store.remove(row.id);
    this.#confirmed.delete(row.id);
  }

  #forgetOthers(): void {
    for (const id of this.#store.ids()) if (!this.#confirmed.has(id)) this.#store.remove(id);
  }

  #commit(): void {
    this.#store.commit();
    this.#uncommitted = 0;
  }
}

function stampOr(file: DiskFile, { size, mtimeMs, ctimeMs }: Partial<DiskFile>): Partial<DiskFile> {
  return size === undefined || mtimeMs === undefined || ctimeMs === undefined
    ? { ctimeMs: -1, size: file.size }
    : { size, mtimeMs, ctimeMs };
}
