import type { VaultFile } from '../index/vault-file.ts';
import type { VaultIndex } from '../index/vault-index.ts';
import { fold, nameOf, withoutMd } from '../link/fold.ts';
import type { Link } from '../note/parsed-note.ts';
import { respelled } from '../note/respell.ts';
import { NameCatalogue, type NearName } from './name-catalogue.ts';
import { resolveAnchor } from './resolve-anchor.ts';
import type { Resolution } from './resolve-link.ts';
import { safePath } from './safe-path.ts';
import { suggestAnchors } from './suggest-anchor.ts';

/** Why a suggestion may be what was meant. `case`: only case, accents, hyphens or punctuation differ. */
export type Why = 'alias' | 'moved' | 'case' | 'typo';

export interface Suggestion {
  /** The whole link, to be written in the place of the one asked about. */
  text: string;
  why: Why;
  /** The file it leads to. */
  path: string;
}

export const MOST_SUGGESTED = 3;
/** Of files that need their extension in a link, in the order they are tried. */
const EXTENSIONS = [
  '.canvas',
  '.base',
  '.png',
  '.jpg',
  '.jpeg',
  '.webp',
  '.svg',
  '.gif',
  '.pdf',
  '.mp3',
  '.mp4',
];

interface Found {
  file: VaultFile;
  why: Why;
  /** The alias that fits, as the note writes it. */
  alias?: string | undefined;
}

/** Finds what a link may have meant that leads nowhere. One for an index, used again and again. */
export class Suggester {
  readonly #index: VaultIndex;
  #catalogue: NameCatalogue | undefined;

  constructor(index: VaultIndex) {
    this.#index = index;
  }

  /** Up to three, best first; none for what is resolved. `text` is what the link was read from. */
  suggest(text: string, link: Link, from: string | undefined, resolution: Resolution): Suggestion[] {
    const { status, file } = resolution;
    if (status === 'anchor_missing' && file !== undefined) {
      return suggestAnchors(file, link.subpath, MOST_SUGGESTED).map(({ subpath, why }) => ({
        text: respelled(text, link, { path: link.path, subpath }),
        why,
        path: file.path,
      }));
    }
    return status === 'missing' ? this.#forMissing(text, link, from) : [];
  }

  /** Names and aliases that look like this one, best first; see `NameCatalogue`. */
  near(name: string, most: number): NearName[] {
    if (this.#catalogue?.revision !== this.#index.revision) this.#catalogue = new NameCatalogue(this.#index);
    return this.#catalogue.near(name, most);
  }

  #forMissing(text: string, link: Link, from: string | undefined): Suggestion[] {
    const suggestions: Suggestion[] = [];
    const seen = new Set<VaultFile>();
    for (const { file, why, alias } of this.#candidates(link.path)) {
      if (suggestions.length === MOST_SUGGESTED) break;
      const path = safePath(this.#index, file, from, link.syntax);
      if (seen.has(file) || path === undefined) continue;
      seen.add(file);
      const display = link.display === undefined && alias !== path ? alias : undefined;
      const subpath = link.subpath !== '' && resolveAnchor(file, link.subpath) ? undefined : '';
      suggestions.push({ text: respelled(text, link, { path, subpath, display }), why, path: file.path });
    }
    return suggestions;
  }

  *#candidates(path: string): Generator<Found> {
    const index = this.#index;
    const whole = fold(withoutMd(path));
    const name = nameOf(whole);
    for (const alias of new Set([whole, name])) {
      for (const file of index.aliased(alias)) yield { file, why: 'alias', alias: aliasIn(file, alias) };
    }
    for (const key of new Set([fold(nameOf(path)), `${name}.md`])) {
      for (const file of index.named(key)) yield { file, why: 'moved' };
    }
    for (const extension of EXTENSIONS) {
      for (const file of index.named(name + extension)) yield { file, why: 'typo' };
    }
    for (const { key, alias, distance } of this.near(name, 2 * MOST_SUGGESTED)) {
      const why = distance === 0 ? 'case' : 'typo';
      if (!alias) for (const file of index.named(key)) yield { file, why };
      else for (const file of index.aliased(key)) yield { file, why: 'alias', alias: aliasIn(file, key) };
    }
  }
}

function aliasIn(file: VaultFile, key: string): string | undefined {
  return file.facts?.aliases.find((alias) => fold(alias) === key);
}
