import type { Access, Asking } from '../define.ts';
import type { ApprovalRule } from './approval-options.ts';

/** What the kit knows of a tool when it decides whether to ask: what the tool says of itself. */
export interface Guarded {
  access: Access;
  /** Whether it may replace or remove what was there. */
  destructive: boolean;
  /** What its author says for these arguments; undefined leaves it to `access`. */
  own: Asking | undefined;
}

/** As `Asking`; `waived` is what would have been asked and is not, because the operator said so. */
export type Strength = Asking | 'waived';

/**
 * How strongly a person has to be asked. What is destructive but local is asked where the client can, because
 * hosts ask as well; the operator can make more a must, or waive it all.
 */
export function strengthOf({ access, destructive, own }: Guarded, rule: ApprovalRule): Strength {
  if (own === 'never') return 'never';
  const usual = own ?? (access === 'destroy' ? 'if possible' : 'never');
  if (rule === 'never') return usual === 'never' ? 'never' : 'waived';
  const must =
    (rule !== undefined && (destructive || access === 'destroy')) || (rule === 'writes' && access !== 'read');
  return must ? 'must' : usual;
}
