/** How a file was when it was looked at. */
export interface Stamp {
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
}

/**
 * The files of a vault, as far as the index needs them. Paths are relative to the vault, with forward slashes, as the
 * disk spells them. What is guarded, hidden or in a dot folder is not listed and not read: that is for the one who
 * implements this to see to.
 */
export interface Source {
  /** Every file, in any order. */
  list(): Iterable<{ path: string } & Stamp>;
  /** The text of a file; undefined where it is gone, is no text or may not be read. */
  read(path: string): string | undefined;
  /** Undefined where there is no such file. */
  stat(path: string): Stamp | undefined;
}
