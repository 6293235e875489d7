/** Which state of a file something was taken from: as long as all three are the same, nobody has written it. */
export interface Stamp {
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970, with fractions, as the file system gives them. */
  mtimeMs: number;
  /** The same; unlike the modification time no program can set it back. */
  ctimeMs: number;
}

/** A file of the vault: a note, a canvas or anything else that a link can lead to. */
export interface DiskFile extends Stamp {
  /** Below the vault, with forward slashes, spelled as on the disk. */
  path: string;
}

/** A file of which only the name is known yet: its state is that of no other. */
export function unlooked(path: string): DiskFile {
  return { path, size: 0, mtimeMs: Number.NaN, ctimeMs: Number.NaN };
}

export function sameState(one: Stamp, other: Stamp): boolean {
  return one.size === other.size && one.mtimeMs === other.mtimeMs && one.ctimeMs === other.ctimeMs;
}

/** FAT keeps times in steps of two seconds, and no other file system in use is coarser. */
const COARSEST_MS = 2_000;

/** Whether a file could be written again without its times telling: they are as recent as the clock of a disk is coarse. */
export function isYoung({ mtimeMs }: Pick<Stamp, 'mtimeMs'>, now: number = Date.now()): boolean {
  return mtimeMs > now - COARSEST_MS;
}
