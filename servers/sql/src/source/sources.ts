import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import { nearest } from '@ashlar/kit/near';
import type { Source } from './source.ts';

/** The databases of this server, in the order of the configuration. */
export class Sources {
  readonly all: readonly Source[];

  constructor(all: readonly Source[]) {
    this.all = all;
  }

  get names(): string[] {
    return this.all.map(({ name }) => name);
  }

  /** The source of that name; without one, the first. Throws `ToolError` (`not_found`). */
  get(name?: string): Source {
    const found = name === undefined ? this.all[0] : this.all.find((source) => source.name === name);
    if (found !== undefined) return found;
    const [meant] = nearest(name ?? '', this.names, 1);
    throw new ToolError('not_found', `source: there is no ${quoted(name ?? '')}.`, {
      hint: meant === undefined ? `There is ${this.names.join(', ')}.` : `Did you mean ${meant}?`,
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((source) => source.close()));
  }
}
