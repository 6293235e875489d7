import type { Opened, Presentation } from '../identity/presentation.ts';
import type { Refused } from '../identity/refused.ts';
import { PROOF_ALGORITHMS } from '../identity/tokens/dpop.ts';

/** What a challenge says beside the refusal itself. */
export interface ChallengeTerms {
  identity: { sources: readonly Opened[] };
  /** Where the resource's metadata is (RFC 9728, 5.1); undefined where there is no issuer. */
  metadataUrl: string | undefined;
  /** Scopes that a first credential should have. */
  scopes: readonly string[];
}

/**
 * The values of `WWW-Authenticate` for a refused request (RFC 9110, 11.6.1): for the source that judges its
 * credential, and otherwise one for each scheme there is.
 */
export function challenges(refused: Refused, presented: Presentation, terms: ChallengeTerms): string[] {
  const judge = presented.claims.at(-1)?.by;
  const schemes = new Set(
    (judge === undefined ? terms.identity.sources : [judge]).map(({ scheme }) => scheme),
  );
  return [...schemes].map((scheme) => challenge(scheme, refused, presented, terms));
}

function challenge(
  scheme: string,
  { code, message, scopes }: Refused,
  { texts }: Presentation,
  { identity, metadataUrl, scopes: first }: ChallengeTerms,
): string {
  const wanted = scopes.length > 0 ? scopes : first;
  const issued = identity.sources.some((each) => each.scheme === scheme && each.source.issuer !== undefined);
  // Who came with a proof is asked for one again (RFC 9449, 7.1).
  const asked = scheme === 'Bearer' && texts.some((text) => /^dpop /i.test(text)) ? 'DPoP' : scheme;
  const parameters = [
    // Where nothing was presented there is no error to name (RFC 6750, 3.1).
    ...(texts.length > 0
      ? [
          ['error', code],
          ['error_description', message],
        ]
      : []),
    ...(wanted.length > 0 ? [['scope', wanted.join(' ')]] : []),
    ...(issued && metadataUrl !== undefined ? [['resource_metadata', metadataUrl]] : []),
    ...(asked === 'DPoP' ? [['algs', PROOF_ALGORITHMS.join(' ')]] : []),
  ];
  return `${asked} ${parameters.map(([name, value]) => `${name}="${quoted(value ?? '')}"`).join(', ')}`.trimEnd();
}

/** A quoted-string of RFC 9110, 5.6.4, of visible ASCII only. */
function quoted(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').replaceAll(/["\\]/g, '\\$&');
}
