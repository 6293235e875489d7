import type { Caller } from '../context.ts';

/** What a source says of a credential: for whom it vouches. By what that caller is known follows from the source. */
export interface Vouched {
  caller: Omit<Caller, 'via'>;
  /** Seconds since 1970. */
  expiresAt: number;
  issuedAt: number;
  /** What a revocation may name beside the subject: `jti`, `sid`, or the id of a key. */
  revocable: readonly string[];
  /** SHA-256 thumbprint of the key that the sender must prove to have (RFC 9449, `cnf.jkt`). */
  boundTo?: string;
}

/** A caller that a credential vouched for, with what is known of the credential. */
export interface Principal extends Vouched {
  caller: Caller;
}
