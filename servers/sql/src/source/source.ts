import type { PageCaps } from '../engine/caps.ts';
import type { Engine, EngineKind, Terms } from '../engine/engine.ts';
import type { Table } from '../engine/table.ts';
import { openEngine } from '../open-engine.ts';

/** What the operator said of one database. The URL, and what it holds, never leaves this process. */
export interface SourceSettings {
  name: string;
  url: string;
  kind: EngineKind;
  anyRole: boolean;
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
    this.#opening ??= openEngine(this.#settings.url, this.#settings).catch((error) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  /** What `Engine.catalog` gives, at most five seconds old. */
  async catalog(terms: Pick<Terms, 'signal'>): Promise<Table[]> {
    if (this.#catalog !== undefined && this.#catalog.until > Date.now()) return this.#catalog.tables;
    const tables = await (await this.engine()).catalog({ caps: this.caps, ...terms });
    this.#catalog = { tables, until: Date.now() + CATALOG_MS };
    return tables;
  }

  async close(): Promise<void> {
    const engine = await this.#opening?.catch(() => undefined);
    await engine?.close();
  }
}
