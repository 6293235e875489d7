import { nameOf } from '../link/fold.ts';
import { Buckets } from './buckets.ts';
import type { Files } from './files.ts';
import { byLength, type VaultFile } from './vault-file.ts';

/**
 * A vault as it would be with some files taken out and others put in: for a draft that is not written yet, and for a
 * rename that is not done yet. The vault below must not change while it is used.
 */
export class Overlay implements Files {
  readonly #below: Files;
  readonly #removed: ReadonlySet<VaultFile>;
  readonly #paths = new Buckets<VaultFile>(byLength);
  readonly #names = new Buckets<VaultFile>(byLength);

  constructor(below: Files, removed: Iterable<VaultFile>, added: Iterable<VaultFile>) {
    this.#below = below;
    this.#removed = new Set(removed);
    for (const file of added) {
      this.#paths.add(file.key, file);
      this.#names.add(nameOf(file.key), file);
    }
  }

  at(key: string): readonly VaultFile[] {
    return this.#merged(this.#below.at(key), this.#paths.get(key));
  }

  named(name: string): readonly VaultFile[] {
    return this.#merged(this.#below.named(name), this.#names.get(name));
  }

  firstBelow(name: string, folder: string): VaultFile | undefined {
    return this.named(name).find(({ key }) => key.startsWith(`${folder}/`));
  }

  #merged(below: readonly VaultFile[], added: readonly VaultFile[]): readonly VaultFile[] {
    const left = below.some((file) => this.#removed.has(file))
      ? below.filter((file) => !this.#removed.has(file))
      : below;
    return added.length === 0 ? left : [...left, ...added].sort(byLength);
  }
}
