import type { Refused } from '../identity/refused.ts';

/** What a challenge says beside the refusal itself. */
export interface ChallengeTerms {
  /** Where the resource's metadata is (RFC 9728, 5.1); undefined where there is no issuer. */
  metadataUrl: string | undefined;
  /** Scopes that a first token should have. */
  scopes: readonly string[];
  /** Whether the request carried a credential at all: without one there is no error to name (RFC 6750, 3.1). */
  presented: boolean;
  scheme: 'Bearer' | 'DPoP';
}

/** The value of `WWW-Authenticate` for a refused request. */
export function challenge({ code, message, scopes }: Refused, terms: ChallengeTerms): string {
  const wanted = scopes.length > 0 ? scopes : terms.scopes;
  const parameters = [
    ...(terms.presented
      ? [
          ['error', code],
          ['error_description', message],
        ]
      : []),
    ...(wanted.length > 0 ? [['scope', wanted.join(' ')]] : []),
    ...(terms.metadataUrl === undefined ? [] : [['resource_metadata', terms.metadataUrl]]),
  ];
  return `${terms.scheme} ${parameters.map(([name, value]) => `${name}="${quoted(value ?? '')}"`).join(', ')}`.trimEnd();
}

/** A quoted-string of RFC 9110, 5.6.4, of visible ASCII only. */
function quoted(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').replaceAll(/["\\]/g, '\\$&');
}
