import { bareName, editDistance } from '@ashlar/kit/near';
import type { VaultIndex } from '../index/vault-index.ts';
import { withoutMd } from '../link/fold.ts';

/** A name or an alias that looks like what was asked for. */
export interface NearName {
  /** Folded: the key of `named`, or of `aliased`. */
  key: string;
  alias: boolean;
  distance: number;
}

/** Names compared in full for one question: enough for any real vault, and a bound for a hostile one. */
const MAX_COMPARED = 2_000;

/** Every name and alias of a vault, laid out so that the near ones are found without comparing each. */
export class NameCatalogue {
  readonly revision: number;
  readonly #keys: string[] = [];
  readonly #bare: string[] = [];
  readonly #aliasesFrom: number;
  /** A bit for each character that a name has. */
  readonly #marks: Uint32Array;

  constructor(index: VaultIndex) {
    this.revision = index.revision;
    for (const name of index.names().keys()) this.#push(name, withoutMd(name));
    this.#aliasesFrom = this.#keys.length;
    for (const alias of index.aliases().keys()) this.#push(alias, alias);
    this.#marks = Uint32Array.from(this.#bare, markOf);
  }

  /** The nearest ones, best first; none that differs in more than a quarter of its characters. */
  near(name: string, most: number): NearName[] {
    const wanted = bareName(withoutMd(name));
    if (wanted === '') return [];
    const limit = Math.min(4, Math.max(1, Math.floor(wanted.length / 4)));
    const mark = markOf(wanted);
    const found: NearName[] = [];
    let compared = 0;
    for (let at = 0; at < this.#keys.length; at++) {
      // An edit changes the characters of a name by two at most: one gone, one new.
      if (bitCount((this.#marks[at] as number) ^ mark) > 2 * limit) continue;
      const bare = this.#bare[at] as string;
      if (Math.abs(bare.length - wanted.length) > limit) continue;
      if (bare !== wanted && ++compared > MAX_COMPARED) continue;
      const distance = editDistance(bare, wanted, limit);
      if (distance <= limit)
        found.push({ key: this.#keys[at] as string, alias: at >= this.#aliasesFrom, distance });
    }
    return found.sort((a, b) => a.distance - b.distance || (a.key < b.key ? -1 : 1)).slice(0, most);
  }

  #push(key: string, name: string): void {
    this.#keys.push(key);
    this.#bare.push(bareName(name));
  }
}

function markOf(name: string): number {
  let mark = 0;
  for (let at = 0; at < name.length; at++) mark |= 1 << (name.charCodeAt(at) % 32);
  return mark >>> 0;
}

function bitCount(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return (Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24) & 0xff;
}
