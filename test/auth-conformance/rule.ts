import type { Target } from './target.ts';

/** What a rule can be checked with; a rule whose need is not met is skipped, and said to be. */
export type Need = 'token' | 'weakToken' | 'foreignToken' | 'expiredToken' | 'boundToken';

/** One rule for a resource server, and how it is seen to hold. */
export interface Rule {
  /** In words. */
  name: string;
  /** Where it stands. */
  source: string;
  /** A SHOULD that does not hold is a warning. */
  level: 'MUST' | 'SHOULD';
  needs?: Need;
  /** Gives what is wrong; nothing where the rule holds. */
  broken(target: Target): Promise<string | undefined>;
}

export const MCP = 'MCP 2026-07-28, basic/authorization';
export const RFC_6750 = 'RFC 6750 (bearer tokens)';
export const RFC_8707 = 'RFC 8707 (resource indicators)';
export const RFC_8725 = 'RFC 8725 (JWT best practice)';
export const RFC_9110 = 'RFC 9110 (HTTP semantics)';
export const RFC_9449 = 'RFC 9449 (DPoP)';
export const RFC_9728 = 'RFC 9728 (protected resource metadata)';
