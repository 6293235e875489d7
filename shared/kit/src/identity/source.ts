import type { IncomingMessage } from 'node:http';
import type * as z from 'zod';
import type { Log } from '../log/log.ts';
import type { Named } from '../manifest.ts';
import type { Recorded } from '../record/recorder.ts';
import type { State } from '../state/state.ts';
import type { IdentityWatch } from './drift/watch.ts';
import type { Principal, Vouched } from './principal.ts';

/** `Authorization` of a request, RFC 9110, 11.4. */
export interface Authorization {
  /** In lower case. */
  scheme: string;
  /** A token68 of at most 8 KB. */
  credential: string;
}

/** What a source is shown of a request: neither its body, nor its address, where no credential belongs. */
export interface Shown extends Pick<IncomingMessage, 'headers' | 'socket'> {
  /** Undefined where there is none, or none that can be read. */
  authorization: Authorization | undefined;
}

/** What stands behind `Bearer` (RFC 6750, 2.1) or `DPoP` (RFC 9449, 7.1); undefined where nothing does. */
export function bearerOf({ authorization }: Pick<Shown, 'authorization'>): string | undefined {
  if (authorization?.scheme !== 'bearer' && authorization?.scheme !== 'dpop') return undefined;
  return authorization.credential;
}

/** What of a running server a source is opened with. */
export interface Needs<Options extends z.ZodRawShape> extends Recorded {
  server: Named;
  /** Those of the source. */
  options: z.output<z.ZodObject<Options>>;
  /** The canonical URI of this server; its port is known once it listens. */
  resource(): URL;
  watch: IdentityWatch;
  log: Log;
  state: State;
}

/** A source that can be asked. */
export interface OpenSource {
  /**
   * The credential of a request that is for this source to judge, as it stands there; undefined where there is none.
   * Looks at its form and verifies nothing. What is returned here and not verified counts as a guess.
   */
  presented(request: Shown): string | undefined;
  /**
   * Who has a credential, the same object for as long as nothing has changed. Asked again and again for a stream.
   * Throws `Refused`; anything else that is thrown means that it cannot be told now, and lets nobody in.
   */
  verify(credential: string): Vouched | Promise<Vouched>;
  /** Is told who was let in. */
  admitted?(principal: Principal): void;
  /** Who gives such credentials to clients (RFC 9728, `authorization_servers`). */
  issuer?: string;
  close?(): void;
}

/** A way to find out who is calling over HTTP. All that there is to one stands here; see `sources.ts`. */
export interface Source<Options extends z.ZodRawShape, On extends string & keyof Options> {
  /** By what its callers are known, in audit, metrics and spans: one word, of no other source. */
  via: string;
  /** The scheme that a challenge asks for (RFC 9110, 11.6.1). */
  scheme: string;
  options: Options;
  /** The option that turns it on; the others do nothing without it, and are refused. */
  on: On;
  /** Throws `OptionError`: before anything listens. */
  open(on: NonNullable<z.output<Options[On]>>, needs: Needs<Options>): OpenSource | Promise<OpenSource>;
}

/** A source whose options are known to itself alone. */
export type AnySource = Source<Record<string, z.ZodType>, string>;

/** The local user and callers of an open port may do everything: no credential may make anybody one of them. */
const NO_SOURCE: readonly string[] = ['stdio', 'open'];

/** Infers the types of a source's options. Throws `TypeError` for a `via` that needs no scopes. */
export function defineSource<Options extends z.ZodRawShape, On extends string & keyof Options>(
  source: Source<Options, On>,
): AnySource {
  if (NO_SOURCE.includes(source.via)) throw new TypeError(`A source cannot be called ${source.via}.`);
  return source as unknown as AnySource;
}
