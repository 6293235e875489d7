import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import type { PageCaps } from '../engine/caps.ts';
import type { Engine, EngineKind, Terms } from '../engine/engine.ts';
import type { Table } from '../engine/table.ts';
import { openEngine } from '../open-engine.ts';
import type { Policy } from '../policy/policy.ts';
import { visibleTables } from '../policy/visible-tables.ts';

/** What the operator said of one database. The URL, and what it holds, never leaves this process. */
export interface SourceSettings {
  name: string;
  url: string;
  kind: EngineKind;
  anyRole: boolean;
  policy: Policy;
  /** Whether there is no other source. */
  only: boolean;
}

/** Milliseconds for which a catalog that was read is good enough. */
const CATALOG_MS = 5_000;

/** A database by its name. It is opened by the first question; where that fails, the next one tries again. */
export class Source {
  readonly name: string;
  /** The operator's ceiling for every answer. */
  readonly caps: PageCaps;
  readonly #settings: SourceSettings;
  #opening: Promise<Engine> | undefined;
  #catalog: { tables: Table[]; until: number } | undefined;
  #users = 0;
  #used = performance.now();

  constructor(settings: SourceSettings, caps: PageCaps) {
    this.#settings = settings;
    this.name = settings.name;
    this.caps = caps;
  }

  get kind(): EngineKind {
    return this.#settings.kind;
  }

  /** Milliseconds since somebody used it; 0 while somebody does. */
  get idleMs(): number {
    return this.#users > 0 ? 0 : performance.now() - this.#used;
  }

  /** Somebody is about to use it. */
  touch(): void {
    this.#used = performance.now();
  }

  /** Work with the engine, which stays open for as long. Throws what `openEngine` and the work throw. */
  async use<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    this.#users += 1;
    try {
      return await work(await this.#engine());
    } finally {
      this.#users -= 1;
      this.touch();
    }
  }

  /** What `Engine.catalog` gives and the policy leaves, at most five seconds old. */
  async catalog(terms: Pick<Terms, 'signal'>): Promise<Table[]> {
    if (this.#catalog !== undefined && this.#catalog.until > Date.now()) return this.#catalog.tables;
    const all = await this.use((engine) => engine.catalog({ caps: this.caps, ...terms }));
    const tables = visibleTables(all, this.#settings.policy);
    this.#catalog = { tables, until: Date.now() + CATALOG_MS };
    return tables;
  }

  async close(): Promise<void> {
    const engine = await this.#opening?.catch(() => undefined);
    await engine?.close();
  }

  #engine(): Promise<Engine> {
    this.#opening ??= this.#open().catch((error) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #open(): Promise<Engine> {
    const engine = await openEngine(this.#settings.url, this.#settings);
    try {
      await this.#checkPolicy(engine);
      return engine;
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  /** A policy that means nothing of the only database there is holds a mistake, and would keep nothing back. */
  async #checkPolicy(engine: Engine): Promise<void> {
    const { policy, only } = this.#settings;
    if (policy.keepsNothing || !only) return;
    const [idle] = policy.idle(await engine.catalog({ caps: this.caps }));
    if (idle === undefined) return;
    throw new ToolError('forbidden', `This server was told to keep back ${quoted(idle)}, which is nowhere.`, {
      hint: 'Its operator has to correct the name, or leave it out.',
      retryable: false,
    });
  }
}
