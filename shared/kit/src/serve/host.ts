import type { AnyServer } from '../define.ts';
import type { Log } from '../log/log.ts';
import type { CommonOptions } from '../options/common-options.ts';
import { type Surface, surfaceOf } from '../surface/surface.ts';
import { InFlight } from './in-flight.ts';
import { Watches } from './watches.ts';

/** A server that is running: its definition with everything that lives as long as the process. */
export interface Host {
  server: AnyServer;
  options: CommonOptions;
  surface: Surface;
  instructions: string;
  log: Log;
  /** Milliseconds a call may take. */
  callTimeoutMs: number;
  inFlight: InFlight;
  watches: Watches;
  /** The domain, opened at the first call that needs it. */
  domain(): Promise<unknown>;
  close(): Promise<void>;
}

const CALL_TIMEOUT_MS = 60_000;

/** Makes a host from a definition and its parsed options. Throws what `prepare` and the surface throw. */
export function createHost(server: AnyServer, options: CommonOptions, log: Log): Host {
  const start = { readOnly: options.readOnly, warn: (message: string) => log.warn(message) };
  const settings = server.prepare(options, start);
  const surface = surfaceOf(server, options);
  let opened: Promise<unknown> | undefined;
  const host: Host = {
    server,
    options,
    surface,
    instructions: server.instructions(settings),
    log,
    callTimeoutMs: CALL_TIMEOUT_MS,
    inFlight: new InFlight(),
    watches: new Watches(() => host),
    domain() {
      opened ??= Promise.resolve(server.open(settings, start)).catch((error) => {
        opened = undefined; // the next call tries again: a database may come back
        throw error;
      });
      return opened;
    },
    async close() {
      await host.watches.close();
      const domain = (await opened?.catch(() => undefined)) as { close(): void | Promise<void> } | undefined;
      await domain?.close();
    },
  };
  return host;
}
