import { isDeepStrictEqual } from 'node:util';
import type { Log } from '../log/log.ts';
import { type Recorded, tell } from '../record/recorder.ts';
import type { Surface } from '../surface/surface.ts';

/** What clients are told has changed. */
const LISTS = ['tools', 'resources', 'prompts'] as const;
export type List = (typeof LISTS)[number];

/** Is told which list is another one now. */
export type ListChanged = (list: List) => void;

/** The server whose lists change. */
interface Listed extends Recorded {
  surface: Surface;
  log: Pick<Log, 'info' | 'error'>;
}

/**
 * The lists of a server that change while it runs. What is told is found by comparing: a change that nobody could see is
 * none, and a list that was changed is never left untold.
 */
export class Lists {
  readonly #host: () => Listed;
  readonly #again: () => Surface;
  readonly #told = new Set<ListChanged>();

  /** `again` makes the surface anew, from what the server offers now. */
  constructor(host: () => Listed, again: () => Surface) {
    this.#host = host;
    this.#again = again;
  }

  /** Adds somebody who is told of each change; the returned function takes them away. */
  subscribe(told: ListChanged): () => void {
    const subscription: ListChanged = (list) => told(list);
    this.#told.add(subscription);
    return () => void this.#told.delete(subscription);
  }

  /** Looks what is offered now. Where that cannot be served, what was offered stays. */
  look(): void {
    const { surface, log, recorders } = this.#host();
    let next: Surface;
    try {
      next = this.#again();
    } catch (error) {
      log.error('what is offered now cannot be served: the lists stay as they were', { error });
      return;
    }
    const changed = LISTS.filter((list) => !isDeepStrictEqual(listedOf(surface, list), listedOf(next, list)));
    if (changed.length === 0) return;
    const details = Object.fromEntries(changed.map((list) => [list, differences(surface[list], next[list])]));
    // All who hold the surface see what is offered now.
    Object.assign(surface, next);
    log.info('lists changed', details);
    tell({ recorders }, { kind: 'lifecycle', name: 'lists changed', details });
    for (const list of changed) for (const told of this.#told) told(list);
  }
}

function listedOf(surface: Surface, list: List): unknown[] {
  return [...surface[list].values()].map(({ listed }) => listed);
}

type Named = ReadonlyMap<string, { listed: unknown }>;

/** By name what came, what went, and what is described otherwise: the last is what a rug pull is made of. */
function differences(before: Named, now: Named): Record<'added' | 'removed' | 'changed', string[]> {
  const stays = [...now].filter(([name]) => before.has(name));
  return {
    added: [...now.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !now.has(name)),
    changed: stays
      .filter(([name, { listed }]) => !isDeepStrictEqual(listed, before.get(name)?.listed))
      .map(([name]) => name),
  };
}
