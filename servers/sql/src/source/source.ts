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

  constructor(settings: SourceSettings, caps: PageCaps) {
    this.#settings = settings;
    this.name = settings.name;
    this.caps = caps;
  }

  get kind(): EngineKind {
    return this.#settings.kind;
  }

  engine(): Promise<Engine> {
    this.#opening ??= this.#open().catch((error) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  /** A policy that means nothing of the only database there is holds a mistake, and would keep nothing back. */
  async #open(): Promise<Engine> {
    const { url, policy, only } = this.#settings;
    const engine = await openEngine(url, this.#settings);
    if (policy.keepsNothing || !only) return engine;
    try {
      const idle = policy.idle(await engine.catalog({ caps: this.caps }));
      if (idle.length === 0) return engine;
      throw new ToolError(
        'forbidden',
        `This server was told to keep back ${quoted(idle[0] ?? '')}, which is nowhere.`,
        {
          hint: 'Its operator has to correct the name, or leave it out.',
          retryable: false,
        },
      );
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  /** What `Engine.catalog` gives and the policy leaves, at most five seconds old. */
  async catalog(terms: Pick<Terms, 'signal'>): Promise<Table[]> {
    if (this.#catalog !== undefined && this.#catalog.until > Date.now()) return this.#catalog.tables;
    const all = await (await this.engine()).catalog({ caps: this.caps, ...terms });
    const tables = visibleTables(all, this.#settings.policy);
    this.#catalog = { tables, until: Date.now() + CATALOG_MS };
    return tables;
  }

  async close(): Promise<void> {
    const engine = await this.#opening?.catch(() => undefined);
    await engine?.close();
  }
}
