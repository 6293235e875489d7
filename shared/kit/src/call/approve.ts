import type { Operation } from './call.ts';
import type { Caller } from './context.ts';

/** Did a person approve. No operation asks for approval by the server yet: the host's own consent applies. */
export function approve(_operation: Operation<unknown>, _caller: Caller): void {}
