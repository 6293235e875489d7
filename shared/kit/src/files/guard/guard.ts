import type { Stats } from 'node:fs';
import type { Root } from '../roots/root.ts';

/** Where something is, in the words of this server: a root and a path below it. */
export interface Place {
  root: Root;
  /** Path below the root with forward slashes, links resolved; '' is the root itself. */
  relative: string;
  /** What a model is shown: `relative`, or `rootname/relative` when there are several roots; '.' for a single root itself. */
  shown: string;
}

/** A thing that exists inside a root, held so that nobody can exchange it for another. Close it. */
export interface Held extends Place {
  stat: Stats;
  /** A path for `fs` calls that reaches exactly the held thing (through its descriptor where the platform can). */
  path: string;
  /** Opens the held thing itself, never what has since taken its name. The caller closes the descriptor. */
  open(flags: number): number;
  close(): void;
}

/** A name in a held folder: what it names may or may not exist, and is never followed. Close it. */
export interface Slot extends Place {
  /** The folder that holds the name; closed together with the slot. */
  folder: Held;
  name: string;
  /** A path for `fs` calls that reaches this name in exactly the held folder. */
  path: string;
  /** What stands under the name now (a link is described, not followed); undefined where nothing does. */
  stat: Stats | undefined;
  close(): void;
}

export interface SlotOptions {
  /** Creates missing folders on the way. */
  makeFolders?: boolean;
  /** Also in a read-only root: what is there will be copied and not changed. */
  forReading?: boolean;
}

/**
 * The only door to the disk. Every path a caller sends goes through one of these two, and every `fs` call
 * uses the path or descriptor that comes back.
 */
export interface Guard {
  /** Holds what a path leads to, following links that stay inside the roots. Throws `ToolError`. */
  hold(path: string): Held;
  /**
   * Holds the folder of a path, to create, replace, move or delete the name in it; the last name is not
   * followed. Throws `ToolError`.
   */
  slot(path: string, options?: SlotOptions): Slot;
  /** Whether deny rules protect a place, so that walks leave it out. `relative` as in `Place`. */
  denied(relative: string): boolean;
}
