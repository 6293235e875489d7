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

/** Is told the URI of a resource that changed. */
export type Told = (uri: string) => void;

interface Watch {
  /** A subscription each: several may be told by the same function. */
  subscriptions: Set<{ told: Told }>;
  stop: Promise<() => void>;
}

/**
 * Watches resources while somebody is subscribed to them: one watch for an URI and a tenant, however many subscribers.
 * What it says is told to its own subscribers alone: the same URI may be something else to another tenant.
 */
export class Watches {
  readonly #host: () => Watched;
  readonly #watched = new Map<string, Watch>();

  constructor(host: () => Watched) {
    this.#host = host;
  }

  /**
   * Adds a subscriber; `stop` takes it away. Who is told by one function, however often it is subscribed, is told of a
   * change once. What cannot be watched is quietly not watched.
   */
  subscribe(uri: string, caller: Caller, told: Told): { started: Promise<unknown>; stop: () => void } {
    const key = JSON.stringify([caller.tenant ?? null, uri]);
    const watch = this.#watched.get(key) ?? this.#begin(uri, caller);
    this.#watched.set(key, watch);
    const subscription = { told };
    watch.subscriptions.add(subscription);
    const stop = () => {
      if (watch.subscriptions.delete(subscription) && watch.subscriptions.size === 0) this.#end(key, watch);
    };
    return { started: watch.stop, stop };
  }

  async close(): Promise<void> {
    const watches = [...this.#watched.values()];
    this.#watched.clear();
    for (const { subscriptions } of watches) subscriptions.clear();
    for (const stop of await Promise.all(watches.map((watch) => watch.stop))) stop();
  }

  #begin(uri: string, caller: Caller): Watch {
    const subscriptions: Watch['subscriptions'] = new Set();
    const changed = () => {
      for (const told of new Set([...subscriptions].map((subscription) => subscription.told))) told(uri);
    };
    return { subscriptions, stop: this.#start(uri, caller, changed) };
  }

  #end(key: string, watch: Watch): void {
    if (this.#watched.get(key) === watch) this.#watched.delete(key);
    void watch.stop.then((stop) => stop());
  }

  async #start(uri: string, caller: Caller, changed: () => void): Promise<() => void> {
    const host = this.#host();
    const resource = [...host.surface.resources.values()].find(
      (candidate) => candidate.match(uri) !== undefined,
    );
    const watch = resource?.definition.watch;
    if (watch === undefined) return () => {};
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
