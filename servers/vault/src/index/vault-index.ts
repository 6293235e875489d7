import { fold, nameOf } from '../link/fold.ts';
import { Buckets } from './buckets.ts';
import { ByFolder } from './by-folder.ts';
import type { Files } from './files.ts';
import { type KeptMentions, Mentions, placesOf } from './mentions.ts';
import { byLength, type VaultFile } from './vault-file.ts';

/**
 * The names of a vault and what its notes say. It keeps no resolved links: which note a name leads to is looked up,
 * and who links to a note are those who mention a name of it. So nothing has to be resolved again when a file
 * comes or goes.
 */
export class VaultIndex implements Files {
  readonly #paths = new Buckets<VaultFile>(byLength);
  readonly #names = new Buckets<VaultFile>(byLength);
  readonly #aliases = new Buckets<VaultFile>(byLength);
  readonly #mentions = new Mentions((file) => this.#paths.get(file.key).includes(file));
  readonly #byFolder = new ByFolder();
  #size = 0;
  #revision = 0;
  #state = 0;

  /** Changes whenever a name or an alias comes or goes, and not when only the text of a note changes. */
  get revision(): number {
    return this.#revision;
  }

  /** Changes whenever anything does. */
  get state(): number {
    return this.#state;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds a file, or puts it in the place of the one with exactly this path. */
  put(file: VaultFile): void {
    this.#state++;
    this.#byFolder.forget(nameOf(file.key));
    const before = this.#paths.get(file.key).find(({ path }) => path === file.path);
    if (before === undefined) {
      this.#paths.add(file.key, file);
      this.#names.add(nameOf(file.key), file);
      this.#size++;
      this.#revision++;
    } else this.#exchange(before, file);
    if (file.facts !== undefined) this.#addFacts(file);
  }

  /** As `put`, for a file that is there for the first time, and whose aliases and mentions are restored with all others. */
  putKept(file: VaultFile): void {
    this.#paths.add(file.key, file);
    this.#names.add(nameOf(file.key), file);
    this.#size++;
    this.#revision++;
  }

  restoreAlias(alias: string, file: VaultFile): void {
    this.#aliases.add(alias, file);
  }

  /** What is kept of who mentions what and who has which alias, for the same files in the same order. */
  keptWith(files: readonly VaultFile[]): { mentions: KeptMentions; aliases: string[]; aliased: Uint32Array } {
    const placeOf = placesOf(files);
    const aliases: string[] = [];
    const aliased: number[] = [];
    for (const [alias, all] of this.#aliases.entries()) {
      for (const file of all) {
        const place = placeOf.get(file);
        if (place === undefined) continue;
        aliases.push(alias);
        aliased.push(place);
      }
    }
    return { mentions: this.#mentions.keptWith(placeOf), aliases, aliased: Uint32Array.from(aliased) };
  }

  restoreMentions(kept: KeptMentions, files: VaultFile[]): void {
    this.#mentions.restore(kept, files);
  }

  /** Takes a file out; false where there is none with exactly this path. */
  remove(path: string): boolean {
    const file = this.get(path);
    if (file === undefined) return false;
    this.#state++;
    this.#size--;
    this.#byFolder.forget(nameOf(file.key));
    this.#paths.remove(file.key, file);
    this.#names.remove(nameOf(file.key), file);
    this.#removeFacts(file);
    this.#revision++;
    return true;
  }

  /** The file with exactly this path. */
  get(path: string): VaultFile | undefined {
    return this.#paths.get(fold(path)).find((file) => file.path === path);
  }

  /** In no order. */
  *files(): Generator<VaultFile> {
    for (const [, files] of this.#paths.entries()) yield* files;
  }

  at(key: string): readonly VaultFile[] {
    return this.#paths.get(key);
  }

  named(name: string): readonly VaultFile[] {
    return this.#names.get(name);
  }

  firstBelow(name: string, folder: string): VaultFile | undefined {
    return this.#byFolder.firstBelow(name, this.named(name), folder);
  }

  /** Notes with this alias, folded. No link is resolved by it. */
  aliased(alias: string): readonly VaultFile[] {
    return this.#aliases.get(alias);
  }

  /** Files with a link whose last segment, folded and as it is written, is this; hardly ever one without. */
  mentioning(name: string): readonly VaultFile[] {
    return this.#mentions.get(name);
  }

  names(): Buckets<VaultFile> {
    return this.#names;
  }

  aliases(): Buckets<VaultFile> {
    return this.#aliases;
  }

  #exchange(before: VaultFile, after: VaultFile): void {
    this.#paths.replace(before.key, before, after);
    this.#names.replace(nameOf(before.key), before, after);
    this.#removeFacts(before);
    if (aliasText(before) !== aliasText(after)) this.#revision++;
  }

  #addFacts(file: VaultFile): void {
    this.#mentions.put(file, namesIn(file));
    for (const alias of aliasesOf(file)) this.#aliases.add(alias, file);
  }

  #removeFacts(file: VaultFile): void {
    this.#mentions.forget(file.facts?.linkCount ?? 0);
    for (const alias of aliasesOf(file)) this.#aliases.remove(alias, file);
  }
}

function namesIn({ facts }: VaultFile): Set<string> {
  const names = new Set<string>();
  for (const { path } of facts?.links ?? []) if (path !== '') names.add(fold(nameOf(path)));
  return names;
}

/** Folded. */
function aliasesOf({ facts }: VaultFile): Set<string> {
  return new Set(facts?.aliases.map(fold));
}

function aliasText(file: VaultFile): string {
  return [...aliasesOf(file)].join('\n');
}
