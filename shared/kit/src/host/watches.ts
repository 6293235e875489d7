import type { Caller } from '../context.ts';
import type { Log } from '../log/log.ts';
import type { Surface } from '../surface/surface.ts';

/** The server whose resources are watched. */
interface Watched {
  surface: Surface;
  log: Pick<Log, 'debug'>;
  /** The domain, opened at the first call that needs it. */
  domain(): Promise<unknown>;
}

/** Watches resources while somebody is subscribed to them: one watch for an URI and a tenant, however many subscribers. */
export class Watches {
  readonly #host: () => Watched;
  readonly #watched = new Map<string, { subscribers: number; stop: Promise<() => void> }>();
  readonly #listeners = new Set<(uri: string) => void>();

  constructor(host: () => Watched) {
    this.#host = host;
  }

  /** Is told the URI of every watched resource that changed, until the returned function is called. */
  onChange(listener: (uri: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds a subscriber; `stop` takes it away. What cannot be watched is quietly not watched. */
  subscribe(uri: string, caller: Caller): { started: Promise<unknown>; stop: () => void } {
    const key = JSON.stringify([caller.tenant ?? null, uri]);
    const watch = this.#watched.get(key) ?? { subscribers: 0, stop: this.#start(uri, caller) };
    this.#watched.set(key, watch);
    watch.subscribers += 1;
    let subscribed = true;
    const stop = () => {
      if (subscribed) this.#unsubscribe(key);
      subscribed = false;
    };
    return { started: watch.stop, stop };
  }

  async close(): Promise<void> {
    const stops = [...this.#watched.values()].map(({ stop }) => stop);
    this.#watched.clear();
    this.#listeners.clear();
    for (const stop of await Promise.all(stops)) stop();
  }

  #unsubscribe(key: string): void {
    const watch = this.#watched.get(key);
    if (watch === undefined) return;
    watch.subscribers -= 1;
    if (watch.subscribers > 0) return;
    this.#watched.delete(key);
    void watch.stop.then((stop) => stop());
  }

  async #start(uri: string, caller: Caller): Promise<() => void> {
    const host = this.#host();
    const resource = [...host.surface.resources.values()].find(
      (candidate) => candidate.match(uri) !== undefined,
    );
    const watch = resource?.definition.watch;
    if (watch === undefined) return () => {};
    const changed = () => {
      for (const listener of this.#listeners) listener(uri);
    };
    const failed = (error: unknown) => host.log.debug('a resource cannot be watched', { error });
    try {
      const stop = await watch(uri, changed, await host.domain(), caller);
      return () => {
        try {
          stop();
        } catch (error) {
          failed(error);
        }
      };
    } catch (error) {
      failed(error);
      return () => {};
    }
  }
}
