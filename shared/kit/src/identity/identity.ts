import type { Log } from '../log/log.ts';
import type { Named } from '../manifest.ts';
import type { Recorded } from '../record/recorder.ts';
import { programOf } from '../state/program.ts';
import type { State } from '../state/state.ts';
import { Authenticator } from './authenticator.ts';
import { configuredSources, refuseIdleOptions } from './configured.ts';
import { IdentityWatch } from './drift/watch.ts';
import type { IdentityChoices } from './identity-options.ts';
import type { Opened } from './presentation.ts';
import { openRevocations } from './revocation/open-revocations.ts';
import type { Revocations } from './revocation/revocations.ts';
import type { Needs } from './source.ts';

/** What of a running server identity is opened with. */
interface Opening extends Recorded {
  server: Named;
  options: IdentityChoices;
  log: Log;
  state: State;
}

/**
 * Opens the sources of identity that the options name, before anything listens; undefined where there is none.
 * Throws `OptionError` for what a source cannot use, and for an option that does nothing without another one.
 *
 * @param resource the canonical URI of the server, asked for with every request
 */
export async function openIdentity(host: Opening, resource: () => URL): Promise<Authenticator | undefined> {
  refuseIdleOptions(host.options);
  const configured = configuredSources(host.options);
  if (configured.length === 0) return undefined;
  const { server, log, state, recorders } = host;
  const watch = new IdentityWatch(host);
  // Each source knows its own options, and the host knows of none.
  const options = host.options as never as Record<string, unknown>;
  const needs: Needs<never> = { server, log, state, recorders, resource, watch, options: options as never };
  const sources: Opened[] = [];
  try {
    for (const { via, scheme, on, open } of configured) {
      sources.push({ via, scheme, source: await open(options[on] as never, needs) });
    }
    const revocations = await revocationsOf(host);
    return new Authenticator({ sources, resource, revocations, proofs: state, watch });
  } catch (error) {
    watch.close();
    for (const { source } of sources) source.close?.();
    throw error;
  }
}

async function revocationsOf({ options, server, log }: Opening): Promise<Revocations | undefined> {
  if (options.revocations === undefined) return undefined;
  return openRevocations(options.revocations, '--revocations', 'fail', programOf(server, log));
}
