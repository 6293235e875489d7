import type { CallContext } from '@ashlar/kit';
import type { Vault } from './vault.ts';

/** What every tool of this server receives beside its input. */
export type Context = CallContext<{ vault: Vault }>;
