import type { CallContext } from '@ashlar/kit';
import type { Greetings } from './greetings/greetings.ts';

/** What every tool, resource and prompt receives beside its input. */
export type Context = CallContext<{ greetings: Greetings }>;
