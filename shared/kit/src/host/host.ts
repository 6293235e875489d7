import { tellWaiver } from '../approval/waiver.ts';
import { type CommonOptions, withCommonOptions } from '../common-options.ts';
import type { AnyServer, DeliveryDefinition } from '../define.ts';
import { limitSettings } from '../limits/limit-options.ts';
import { Limits } from '../limits/limits.ts';
import type { Log } from '../log/log.ts';
import { environmentOf } from '../manifest.ts';
import { flagOf, OptionError, optionsOf } from '../options/option.ts';
import type { Recorder } from '../record/recorder.ts';
import { ResultCosts } from '../record/result-cost.ts';
import { openState } from '../state/open-state.ts';
import type { State } from '../state/state.ts';
import { offerOf, type Surface, surfaceOf } from '../surface/surface.ts';
import { openTelemetry } from '../telemetry/open-telemetry.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { InFlight } from './in-flight.ts';
import { Lists } from './lists.ts';
import { Watches } from './watches.ts';

/** A server that is running: its definition with everything that lives as long as the process. */
export interface Host {
  server: AnyServer;
  options: CommonOptions;
  surface: Surface;
  /** What it takes of what others send by themselves. */
  deliveries: DeliveryDefinition | undefined;
  instructions: string;
  log: Log;
  limits: Limits;
  /** What instances that serve the same callers share. */
  state: State;
  /** All who keep records of calls and events. */
  recorders: Recorder[];
  /** Undefined where no tracing SDK was loaded before the server. */
  telemetry: Telemetry | undefined;
  /** Milliseconds a call may take. */
  callTimeoutMs: number;
  /** The largest result that is sent, in bytes of JSON. */
  maxResultBytes: number;
  inFlight: InFlight;
  resultCosts: ResultCosts;
  watches: Watches;
  lists: Lists;
  /** The domain, opened at the first call that needs it. */
  domain(): Promise<unknown>;
  close(): Promise<void>;
}

export const CALL_TIMEOUT_MS = 60_000;

/** What is not asked for is not even loaded. */
async function openRecorders(
  host: Pick<Host, 'server' | 'options' | 'surface' | 'log'>,
): Promise<Recorder[]> {
  if (host.options.audit.length === 0) return [];
  const { openAudit } = await import('../audit/open-audit.ts');
  return [
    await openAudit(host, optionsOf(withCommonOptions(host.server.options), environmentOf(host.server))),
  ];
}

/**
 * Makes a host from a definition and its parsed options. Throws what `prepare`, the surface and the services
 * throw that the options ask for.
 */
export async function createHost(server: AnyServer, options: CommonOptions, log: Log): Promise<Host> {
  const start = { readOnly: options.readOnly, warn: (message: string) => log.warn(message) };
  const settings = server.prepare(options, start);
  const deliveries = server.deliveries?.(settings);
  if (deliveries !== undefined && options.http === undefined) {
    throw new OptionError(`${flagOf(deliveries.option)}: needs --http: what others send comes over HTTP.`);
  }
  const readOnly = options.readOnly || (server.readOnly?.(settings) ?? false);
  const offered = () => surfaceOf(server, { tools: options.tools, readOnly }, settings);
  const surface = offered();
  const limits = limitSettings(
    options,
    offerOf(server, settings).tools.map(({ name }) => name),
  );
  const state = await openState(options.state, server, log);
  const telemetry = await openTelemetry(server, surface, log);
  const recorders = await openRecorders({ server, options, surface, log }).catch(async (error) => {
    await state.close();
    throw error;
  });
  let opened: Promise<unknown> | undefined;
  let unchanged: (() => void) | undefined;
  const open = async () => {
    const domain = await server.open(settings, start);
    unchanged = server.changes?.(host.lists.look, domain);
    return domain;
  };
  const host: Host = {
    server,
    options,
    surface,
    deliveries,
    instructions: server.instructions(settings),
    log,
    limits: new Limits(limits, state),
    state,
    recorders,
    telemetry,
    callTimeoutMs: CALL_TIMEOUT_MS,
    maxResultBytes: options.limitResult * 1_024,
    inFlight: new InFlight(),
    resultCosts: new ResultCosts(),
    watches: new Watches(() => host),
    lists: new Lists(() => host, offered),
    domain() {
      opened ??= open().catch((error) => {
        opened = undefined; // the next call tries again: a database may come back
        throw error;
      });
      return opened;
    },
    async close() {
      await host.watches.close();
      unchanged?.();
      const domain = (await opened?.catch(() => undefined)) as { close(): void | Promise<void> } | undefined;
      await domain?.close();
      for (const recorder of recorders) await recorder.close?.();
      await state.close();
      await telemetry?.close();
    },
  };
  tellWaiver(host);
  return host;
}
