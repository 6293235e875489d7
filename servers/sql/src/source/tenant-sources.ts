import { ToolError } from '@ashlar/kit/errors';
import type { PageCaps } from '../engine/caps.ts';
import { Source, type SourceSettings } from './source.ts';

/** Stands in a URL or path for the tenant of who asks. */
const PLACE = '{tenant}';
/**
 * What may take that place: neither path, host nor parameter can be made of it, and no two tenants are one where
 * capitals do not matter.
 */
const TENANT = /^[a-z0-9](?:[a-z0-9_-]|\.(?!\.|$)){0,62}$/;

/** Databases of one source that are open at once, at most. */
const MOST_OPEN = 16;
/** Milliseconds without a question after which one makes room, and after which it is closed in any case. */
const MAKES_ROOM_MS = 5_000;
const CLOSES_MS = 300_000;

export function isPerTenant(url: string): boolean {
  return url.includes(PLACE);
}

/** Whether the tenant would choose which machine is asked; some drivers take it also behind the `?`. */
export function choosesHost(url: string): boolean {
  if (!/^\w+:\/\//.test(url)) return false;
  const hostOf = (tenant: string) => {
    const address = url.replaceAll(PLACE, tenant);
    if (!URL.canParse(address)) return tenant;
    const { host, search, hash } = new URL(address);
    return `${host}${search}${hash}`;
  };
  return hostOf('a') !== hostOf('b');
}

/**
 * A source with a database, or a login, of its own for each tenant: what keeps them apart is the database, and no
 * condition in a statement. Each is opened by its tenant's first question and closed when it has rested.
 */
export class TenantSources {
  readonly name: string;
  readonly #settings: SourceSettings;
  readonly #caps: PageCaps;
  /** By tenant; who asked last is the last. */
  readonly #open = new Map<string, Source>();
  readonly #sweeping: NodeJS.Timeout;

  constructor(settings: SourceSettings, caps: PageCaps) {
    this.name = settings.name;
    this.#settings = settings;
    this.#caps = caps;
    this.#sweeping = setInterval(() => this.#closeResting(CLOSES_MS), CLOSES_MS / 5).unref();
  }

  /** Throws `ToolError`: `forbidden` for who has no tenant, or one of no such name; `limited` where too many ask at once. */
  of({ tenant }: { tenant?: string }): Source {
    if (tenant === undefined || !TENANT.test(tenant)) throw without(tenant);
    const source = this.#open.get(tenant) ?? this.#opened(tenant);
    this.#open.delete(tenant);
    this.#open.set(tenant, source);
    source.touch();
    return source;
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    await Promise.all([...this.#open.values()].map((source) => source.close()));
  }

  #opened(tenant: string): Source {
    if (this.#open.size >= MOST_OPEN) this.#closeResting(MAKES_ROOM_MS, 1);
    if (this.#open.size >= MOST_OPEN) {
      throw new ToolError('limited', 'Too many tenants are asking at once.', { retryAfterMs: MAKES_ROOM_MS });
    }
    const { url } = this.#settings;
    return new Source({ ...this.#settings, url: url.replaceAll(PLACE, tenant) }, this.#caps);
  }

  /** Those who asked longest ago come first. */
  #closeResting(ms: number, most = Number.POSITIVE_INFINITY): void {
    const resting = [...this.#open].filter(([, { idleMs }]) => idleMs >= ms);
    for (const [tenant, source] of resting.slice(0, most)) {
      this.#open.delete(tenant);
      void source.close();
    }
  }
}

function without(tenant: string | undefined): ToolError {
  const message = 'source: each tenant has a database of its own here, and you have none.';
  return tenant === undefined
    ? new ToolError('forbidden', message, { hint: 'Come with a credential that names your tenant.' })
    : new ToolError('forbidden', message, {
        hint: 'The name of a tenant is of a–z, 0–9, _, - and single dots here, at most 63 of them.',
      });
}
