import { constants, type Stats } from 'node:fs';
import type { Root } from '../roots/root.ts';
import { asToolError } from './disk-error.ts';
import type { Held, Slot } from './guard.ts';
import type { Grip } from './reach.ts';
import { changed, notRegular, readOnly } from './refusals.ts';
import type { Found } from './resolve.ts';

const WRITING = constants.O_WRONLY | constants.O_RDWR | constants.O_TRUNC;

/** The `Held` of the interface around what was found. */
export class HeldThing implements Held {
  readonly root: Root;
  readonly relative: string;
  readonly shown: string;
  readonly stat: Stats;
  readonly path: string;
  readonly #grip: Grip;

  constructor({ grip, spot }: Found) {
    this.root = spot.root;
    this.relative = spot.relative;
    this.shown = spot.shown;
    this.stat = grip.stat;
    this.path = grip.path;
    this.#grip = grip;
  }

  /**
   * Opens regular files and folders, nothing else: opening a device or a FIFO acts on it or blocks.
   * Throws `ToolError`: `forbidden` for those, for writing in a read-only root and when the system refuses;
   * `conflict` when the thing was exchanged (where descriptors cannot prevent that).
   */
  open(flags: number): number {
    if (!this.stat.isFile() && !this.stat.isDirectory()) throw notRegular(this.shown);
    if (flags & WRITING && !this.root.writable) throw readOnly(this.shown);
    try {
      const fd = this.#grip.open(flags);
      if (fd === undefined) throw changed(this.shown);
      return fd;
    } catch (error) {
      throw asToolError(error, this.shown);
    }
  }

  close(): void {
    this.#grip.close();
  }
}

/** The `Slot` of the interface. */
export class HeldSlot implements Slot {
  readonly root: Root;
  readonly relative: string;
  readonly shown: string;
  readonly folder: Held;
  readonly name: string;
  readonly path: string;
  readonly stat: Stats | undefined;

  constructor(folder: Held, place: { root: Root; relative: string; shown: string }, entry: SlotEntry) {
    this.root = place.root;
    this.relative = place.relative;
    this.shown = place.shown;
    this.folder = folder;
    this.name = entry.name;
    this.path = entry.path;
    this.stat = entry.stat;
  }

  close(): void {
    this.folder.close();
  }
}

export interface SlotEntry {
  name: string;
  path: string;
  stat: Stats | undefined;
}
