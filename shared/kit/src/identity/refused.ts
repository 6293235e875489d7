/** Why a credential is refused, in the words of RFC 6750, section 3.1, and RFC 9449, section 7.1. */
export type RefusalCode = 'invalid_request' | 'invalid_token' | 'insufficient_scope' | 'invalid_dpop_proof';

const STATUS: Readonly<Record<RefusalCode, 400 | 401 | 403>> = {
  invalid_request: 400,
  invalid_token: 401,
  invalid_dpop_proof: 401,
  insufficient_scope: 403,
};

/**
 * A request whose credential does not do. `reason` is for log and audit; the caller learns only the code and
 * the description, which must not tell an attacker more than that the door is closed.
 */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: RefusalCode;
  readonly status: 400 | 401 | 403;
  readonly reason: string;
  /** All scopes the operation needs, for a client to step up with. */
  readonly scopes: readonly string[];

  constructor(
    code: RefusalCode,
    description: string,
    details: { reason?: string; scopes?: readonly string[]; cause?: unknown } = {},
  ) {
    super(description, { cause: details.cause });
    this.code = code;
    this.status = STATUS[code];
    this.reason = details.reason ?? code;
    this.scopes = details.scopes ?? [];
  }
}
