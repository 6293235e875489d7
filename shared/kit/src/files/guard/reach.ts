import type { Stats } from 'node:fs';

/** A thing on the disk that this process has taken hold of: by descriptor, or by name where that is all there is. */
export interface Grip {
  /** Of the thing itself: a link is described, not followed. */
  readonly stat: Stats;
  /** A path for `fs` calls that leads to the held thing. */
  readonly path: string;
  /**
   * The absolute path at which the system finds the held thing now; not for links. `path` is final once this
   * has been asked. Throws a system error when the thing is gone.
   */
  real(): string;
  /**
   * Opens the held thing, which the caller knows to be a folder or a regular file. Undefined when the
   * platform can only open by name and something else has taken the name. Throws system errors.
   */
  open(flags: number): number | undefined;
  close(): void;
}

/** What stands under a name in a held folder. */
export interface Entry {
  /** The name as the disk has it. */
  name: string;
  stat: Stats;
}

/** The part of containment that differs between platforms. All rules are above it, in `resolve.ts`. */
export interface Reach {
  /** Takes hold of what is at a path. The last name is not followed when it is a link. Throws system errors. */
  take(path: string): Grip;
  /** Looks at a name in the folder at `folder` (a `path` of a grip). Throws system errors but for absence. */
  entry(folder: string, name: string): Entry | undefined;
}
