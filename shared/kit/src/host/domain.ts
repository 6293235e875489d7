import type { AnyServer, Closable, StartContext } from '../define.ts';

interface Opened {
  domain: Closable;
  /** Ends what tells of changes. */
  unwatch: (() => void) | undefined;
}

/** The domain of a server that runs: opened once, by the first who needs it. */
export class Domain {
  readonly #open: () => Promise<Opened>;
  #opened: Promise<Opened> | undefined;

  /** `changed` is called whenever the server offers something else. */
  constructor(server: AnyServer, settings: unknown, start: StartContext, changed: () => void) {
    this.#open = async () => {
      const domain: Closable = await server.open(settings, start);
      return { domain, unwatch: server.changes?.(changed, domain) };
    };
  }

  async get(): Promise<unknown> {
    this.#opened ??= this.#open().catch((error) => {
      this.#opened = undefined; // the next call tries again: a database may come back
      throw error;
    });
    return (await this.#opened).domain;
  }

  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined);
    opened?.unwatch?.();
    await opened?.domain.close();
  }
}
