import type { VaultFile } from './vault-file.ts';

/** The names of a vault, as links are looked up in them. Link text never becomes a path on a disk. */
export interface Files {
  /** Files of this folded path: several only where a disk tells their spellings apart. */
  at(key: string): readonly VaultFile[];
  /** Files of this folded name, extension included, in the order of `byLength`. */
  named(name: string): readonly VaultFile[];
  /** The first of them below a folder, at any depth; name and folder folded, the folder not ''. */
  firstBelow(name: string, folder: string): VaultFile | undefined;
}
