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
import { Domain } from './domain.ts';
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
  const domain = new Domain(server, settings, start, () => host.lists.look());
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
    domain: () => domain.get(),
    async close() {
      await host.watches.close();
      await domain.close();
      for (const recorder of recorders) await recorder.close?.();
      await state.close();
      await telemetry?.close();
    },
  };
  tellWaiver(host);
  return host;
}
