import type { TokenSource } from '../remote/token.ts';

/** What a parameter takes. A date is text as `2026-01-31`. */
export type ParameterType = 'text' | 'integer' | 'number' | 'boolean' | 'date';

export interface ActionParameter {
  type: ParameterType;
  description?: string | undefined;
  /** The only values that there are. */
  choices?: readonly string[] | undefined;
  /** What a text has to match as a whole: a regular expression. */
  pattern?: string | undefined;
  optional?: boolean | undefined;
}

/** How much may be done. A day is any 24 hours. */
export interface ActionLimits {
  /** The parameter that is added up; without it each action counts one. */
  of?: string | undefined;
  /** Of one action. */
  each?: number | undefined;
  callerDay?: number | undefined;
  tenantDay?: number | undefined;
}

/** How it is carried out: one request with everything as JSON, and a key that makes it the same request for good. */
export interface ActionRequest {
  method: 'POST' | 'PUT' | 'PATCH';
  /** `{name}` stands for a parameter, or for `ticket`, `caller` or `tenant`. */
  url: string;
  /** Goes with it as a bearer token. */
  token?: TokenSource | undefined;
  /** The field of the answer, which is JSON, that names what was done. */
  reference?: string | undefined;
}

/** What the operator lets be done for a ticket, beyond the tracker: a tool of its own. */
export interface Action {
  name: string;
  description: string;
  params: Readonly<Record<string, ActionParameter>>;
  limits: ActionLimits;
  request: ActionRequest;
}

/** What was given for its parameters. */
export type Given = Readonly<Record<string, string | number | boolean | undefined>>;

/** Amounts are added up as whole hundredths: sums of fractions would not come out even. */
const HUNDREDTHS = 100;

/** How much an action counts, in hundredths. */
export function amountOf({ limits }: Pick<Action, 'limits'>, given: Given): number {
  return inHundredths(limits.of === undefined ? 1 : Number(given[limits.of]));
}

export function inHundredths(amount: number): number {
  return Math.round(amount * HUNDREDTHS);
}

/** As people write it: `12.5` is `12.50`, and `12` is `12`. */
export function amountText(hundredths: number): string {
  return hundredths % HUNDREDTHS === 0
    ? String(hundredths / HUNDREDTHS)
    : (hundredths / HUNDREDTHS).toFixed(2);
}
