import type { Host } from './host.ts';

/** Watches resources while somebody is subscribed to them: one watch an URI, however many subscribers. */
export class Watches {
  readonly #host: () => Host;
  readonly #watched = new Map<string, { subscribers: number; stop: Promise<() => void> }>();
  readonly #listeners = new Set<(uri: string) => void>();

  constructor(host: () => Host) {
    this.#host = host;
  }

  /** Is told the URI of every watched resource that changed, until the returned function is called. */
  onChange(listener: (uri: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds a subscriber; the returned function takes it away. What cannot be watched is quietly not watched. */
  subscribe(uri: string): () => void {
    const existing = this.#watched.get(uri);
    if (existing !== undefined) existing.subscribers += 1;
    else this.#watched.set(uri, { subscribers: 1, stop: this.#start(uri) });
    let subscribed = true;
    return () => {
      if (subscribed) this.#unsubscribe(uri);
      subscribed = false;
    };
  }

  async close(): Promise<void> {
    const stops = [...this.#watched.values()].map(({ stop }) => stop);
    this.#watched.clear();
    this.#listeners.clear();
    for (const stop of await Promise.all(stops)) stop();
  }

  #unsubscribe(uri: string): void {
    const watch = this.#watched.get(uri);
    if (watch === undefined) return;
    watch.subscribers -= 1;
    if (watch.subscribers > 0) return;
    this.#watched.delete(uri);
    void watch.stop.then((stop) => stop());
  }

  async #start(uri: string): Promise<() => void> {
    const host = this.#host();
    const resource = [...host.surface.resources.values()].find(
      (candidate) => candidate.match(uri) !== undefined,
    );
    const watch = resource?.definition.watch;
    if (watch === undefined) return () => {};
    const changed = () => {
      for (const listener of this.#listeners) listener(uri);
    };
    try {
      return await watch(uri, changed, await host.domain());
    } catch (error) {
      host.log.debug('a resource cannot be watched', { error });
      return () => {};
    }
  }
}
