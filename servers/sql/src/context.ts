import type { CallContext } from '@ashlar/kit';
import type { Engine } from './engine/engine.ts';

/** What every tool of this server receives beside its input. */
export type Context = CallContext<{ engine: Engine }>;
