import type { CallContext } from '@ashlar/kit';
import type { Files } from './files.ts';

/** What every tool of this server receives beside its input. */
export type Context = CallContext<{ files: Files }>;
