import { byLength, type VaultFile } from './vault-file.ts';

/** Fewer files of one name are gone through as they are. */
const FEW = 32;

/** Finds files of one name below a folder, also where a thousand files have it, as `Index` or `README` do. */
export class ByFolder {
  readonly #sorted = new Map<string, readonly VaultFile[]>();

  /** The first by `byLength` of these files, all of them of this name, that are below a folder; both folded. */
  firstBelow(name: string, files: readonly VaultFile[], folder: string): VaultFile | undefined {
    const inside = `${folder}/`;
    if (files.length <= FEW) return files.find(({ key }) => key.startsWith(inside));
    let sorted = this.#sorted.get(name);
    if (sorted === undefined) {
      sorted = [...files].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
      this.#sorted.set(name, sorted);
    }
    let best: VaultFile | undefined;
    for (let at = placeOf(sorted, inside); sorted[at]?.key.startsWith(inside); at++) {
      const file = sorted[at] as VaultFile;
      if (best === undefined || byLength(file, best) < 0) best = file;
    }
    return best;
  }

  /** To be called when a file of this name comes, goes or is exchanged. */
  forget(name: string): void {
    this.#sorted.delete(name);
  }
}

/** The place of the first key that is not before `key`. */
function placeOf(sorted: readonly VaultFile[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as VaultFile).key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
