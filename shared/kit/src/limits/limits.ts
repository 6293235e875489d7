import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Caller } from '../context.ts';
import type { CallRecord } from '../record/recorder.ts';
import type { Rate, State } from '../state/state.ts';
import { callerKey, tenantKey } from './caller-key.ts';
import type { LimitSettings } from './limit-settings.ts';
import { overLimit, use } from './over-limit.ts';
import { rateInWords } from './rate.ts';
import { Slots } from './slots.ts';

/** Milliseconds after which a caller may look whether one of their own calls has ended. */
const NEXT_SLOT_MS = 1_000;

/** What is counted: a call, unless something else bounds it. */
interface Counted extends Pick<CallRecord, 'kind' | 'name'> {
  uncounted?: true;
}

const NOTHING_TO_LEAVE = () => {};

/** Who may call how often, how many calls at once. Rates are counted where the state is; what runs, here. */
export class Limits {
  /** For callers over HTTP, and for the local user of a stdio server. */
  readonly remote: LimitSettings;
  readonly local: LimitSettings;
  readonly #state: State;
  readonly #running = new Slots();
  readonly #limiters = {
    call: new Map<Rate, RateLimiterAbstract>(),
    tenant: new Map<Rate, RateLimiterAbstract>(),
  };

  constructor({ remote, local }: Pick<Limits, 'remote' | 'local'>, state: State) {
    this.remote = remote;
    this.local = local;
    this.#state = state;
  }

  /**
   * Counts a call in; the returned function counts it out. Throws `ToolError`: `limited` over a limit, and
   * `unavailable` where the state cannot be reached. A call that is refused for the caller's own use does not
   * count for the tenant.
   */
  async enter(operation: Counted, caller: Caller): Promise<() => void> {
    if (operation.uncounted === true) return NOTHING_TO_LEAVE;
    const settings = caller.via === 'stdio' ? this.local : this.remote;
    const leave = this.#begin(settings, caller);
    try {
      await this.#count(settings, operation, caller);
      return leave;
    } catch (error) {
      leave();
      throw error;
    }
  }

  #begin({ concurrent }: LimitSettings, caller: Caller): () => void {
    if (concurrent === undefined) return NOTHING_TO_LEAVE;
    const leave = this.#running.take(callerKey(caller), concurrent);
    if (leave !== undefined) return leave;
    const calls = concurrent === 1 ? 'a call' : `${concurrent} calls`;
    throw overLimit(`This caller has ${calls} running, and no more may run at once.`, NEXT_SLOT_MS);
  }

  async #count(settings: LimitSettings, operation: Counted, caller: Caller): Promise<void> {
    // What completes an argument is named by the client, so all completions count as one.
    const name = operation.kind === 'completion' ? 'completion' : operation.name;
    const own = operation.kind === 'tool' && settings.tools.has(name);
    const rate = own ? settings.tools.get(name) : settings.others;
    if (rate !== undefined) {
      const key = `${callerKey(caller)}:${operation.kind}:${name}`;
      const message = () => `The limit of ${name} is ${rateInWords(rate)}, and this caller has used it up.`;
      await use(this.#limiter('call', rate), key, message);
    }
    if (settings.tenant === undefined) return;
    const { tenant } = settings;
    const message = () => `The limit of this tenant is ${rateInWords(tenant)}, and it is used up.`;
    await use(this.#limiter('tenant', tenant), tenantKey(caller), message);
  }

  #limiter(name: 'call' | 'tenant', rate: Rate): RateLimiterAbstract {
    const known = this.#limiters[name];
    const limiter = known.get(rate) ?? this.#state.limiter(name, rate);
    known.set(rate, limiter);
    return limiter;
  }
}
