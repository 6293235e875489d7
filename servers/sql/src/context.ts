import type { CallContext } from '@ashlar/kit';
import type { Sources } from './source/sources.ts';

/** What every tool, resource and prompt of this server receives beside its input. */
export type Context = CallContext<{ sources: Sources }>;
