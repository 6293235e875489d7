import type { AnyServer } from '../define.ts';
import type { Log } from '../log/log.ts';
import { commandOf } from '../manifest.ts';
import type { Surface } from '../surface/surface.ts';
import type { Telemetry } from './telemetry.ts';

/** Where every copy of the OpenTelemetry API (major 1) of a process registers, and finds, the SDK. */
const SDK = Symbol.for('opentelemetry.js.api.1');

/** The tracing SDK that was loaded before the server; without one, not even the API is loaded. */
export async function openTelemetry(
  server: AnyServer,
  surface: Surface,
  log: Log,
): Promise<Telemetry | undefined> {
  if (!(SDK in globalThis)) return undefined;
  try {
    const { createTelemetry } = await import('./traced-calls.ts');
    return createTelemetry({ name: commandOf(server), version: server.manifest.version, surface }, log);
  } catch (error) {
    log.warn('calls are not traced', { error });
    return undefined;
  }
}
