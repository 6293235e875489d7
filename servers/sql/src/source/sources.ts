import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import { nearest } from '@ashlar/kit/near';
import type { PageCaps } from '../engine/caps.ts';
import { Source, type SourceSettings } from './source.ts';
import { isPerTenant, TenantSources } from './tenant-sources.ts';

/** Who asks, as far as it decides which database is asked. */
export interface Asker {
  tenant?: string;
}

/** The databases of this server, in the order of the configuration. */
export class Sources {
  readonly #all: readonly (Source | TenantSources)[];

  constructor(settings: readonly SourceSettings[], caps: PageCaps) {
    this.#all = settings.map((each) =>
      isPerTenant(each.url) ? new TenantSources(each, caps) : new Source(each, caps),
    );
  }

  get names(): string[] {
    return this.#all.map(({ name }) => name);
  }

  /** The source of that name, or the first, as it is for who asks. Throws `ToolError` (`not_found`), and what `TenantSources.of` throws. */
  get(name: string | undefined, asker: Asker): Source {
    const found = name === undefined ? this.#all[0] : this.#all.find((source) => source.name === name);
    if (found !== undefined) return found instanceof Source ? found : found.of(asker);
    const [meant] = nearest(name ?? '', this.names, 1);
    throw new ToolError('not_found', `source: there is no ${quoted(name ?? '')}.`, {
      hint: meant === undefined ? `There is ${this.names.join(', ')}.` : `Did you mean ${meant}?`,
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((source) => source.close()));
  }
}
