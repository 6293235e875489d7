import { coalesced } from '@ashlar/kit';
import type { Changes } from '../disk/changes.ts';
import type { Vault } from '../vault.ts';

/** Milliseconds between two tellings, at least: a report is worth a pause, and takes one to be made. */
const REST_MS = 1_000;
/** Notes that are looked at for what changed in them; where more have changed, the report has for sure. */
const MOST_COMPARED = 1_000;

/**
 * Calls `changed` when the links of a vault do, at most once a second, until the returned function is called: when a
 * file comes or goes, or a note has other links, headings or blocks than before, and not when only its prose is edited.
 */
export async function watchReport(vault: Vault, changed: () => void): Promise<() => void> {
  const seen = new Changed(vault);
  const telling = coalesced(REST_MS, () => {
    seen.anything().then((isOther) => isOther && !stopped && changed(), changed);
    if (seen.filling) telling.happened();
  });
  let stopped = false;
  const forget = await vault.onChange((changes) => {
    seen.take(changes);
    telling.happened();
  });
  seen.filling = vault.waiting > 0;
  if (seen.filling) telling.happened();
  return () => {
    stopped = true;
    forget();
    telling.stop();
  };
}

/** What may have changed since the last look. */
class Changed {
  readonly #vault: Vault;
  /** By path, what links led from or to in a note before it changed. */
  #before = new Map<string, string>();
  #names = false;
  /** Whether notes are being read for the first time: what they say is told of once, when all of it is known. */
  filling = false;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  take({ added, changed, removed }: Changes): void {
    this.filling ||= added.length > 0;
    this.#names ||= added.length + removed.length > 0 || this.#before.size > MOST_COMPARED;
    if (this.#names) return;
    for (const { path } of changed) {
      if (!this.#before.has(path)) this.#before.set(path, linksOf(this.#vault, path));
    }
  }

  /** Whether the report is another one, and begins anew. */
  async anything(): Promise<boolean> {
    const [before, names] = [this.#before, this.#names];
    const isFull = this.filling && this.#vault.waiting === 0;
    this.#before = new Map();
    this.#names = false;
    if (isFull) this.filling = false;
    if (names || isFull) return true;
    for (const [path, links] of before) {
      await this.#vault.readNow(path);
      if (linksOf(this.#vault, path) !== links) return true;
    }
    return false;
  }
}

/** What of a note links lead from and to, in one text; on which lines is no matter. */
function linksOf({ index }: Vault, path: string): string {
  const { links = [], headings = [], blocks = [], footnotes = [] } = index.get(path)?.facts ?? {};
  return JSON.stringify([
    links.map((link) => [link.path, link.subpath]),
    headings.map(({ text, level }) => [text, level]),
    [blocks, footnotes].map((all) => all.map(({ id }) => id)),
  ]);
}
