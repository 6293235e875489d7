/** Keys whose values are never written anywhere, compared without case, dashes and underscores. */
const SECRET_KEYS =
  /^(authorization|proxyauthorization|cookie|setcookie|dpop|passwd|.*(token|secret|password|passphrase|credential|(api|access|private|secret)key)s?)$/;

/** What follows these words need not be a secret: they stand in prose, too. */
const IN_PROSE = '$1 [redacted]';

/**
 * Values that are secrets by their shape, wherever they stand. Every repetition has a bound, to stay linear. Third,
 * where there is one, a text without which a pattern finds nothing: most texts are done with by that alone.
 */
const SECRET_SHAPES: readonly [RegExp, string, string?][] = [
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
    '[private key]',
    '-----BEGIN ',
  ],
  [/\beyJ[\w-]{8,1024}\.[\w-]{4,}(\.[\w-]*)?/g, '[token]', 'eyJ'],
  [/\b(Bearer|Basic|DPoP|Token)\s+[\w.~+/=-]{8,}/gi, IN_PROSE],
  [
    /\b(gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk-|sk_live_|rk_live_|npm_|ashlar_)[\w-]{8,}/g,
    '$1[redacted]',
  ],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, '[access key]'],
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]{0,256}):[^\s/]{1,256}@/gi, '$1:[redacted]@', '://'],
  [/([?&](?:access_token|token|api_?key|secret|password|sig|signature)=)[^&\s"']+/gi, '$1[redacted]', '='],
];

/** The most characters of one text that are kept, and that are looked at. */
const MAX_TEXT = 4_096;
const MAX_READ = 4 * MAX_TEXT;
/** The longest secret that a cut may go through, in characters; private keys are known by their beginning. */
const MAX_SECRET = 512;

/** Whether a text holds what is a secret by its shape, wherever it stands: no reason to let it out. */
export function holdsSecret(text: string): boolean {
  return SECRET_SHAPES.some(
    ([shape, replacement, needed]) =>
      replacement !== IN_PROSE && (needed === undefined || text.includes(needed)) && text.search(shape) >= 0,
  );
}

export function isSecretKey(key: string): boolean {
  return SECRET_KEYS.test(key.toLowerCase().replaceAll(/[-_]/g, ''));
}

/** Makes a function that replaces the secrets in a text, and cuts it to 4,096 characters. */
export function createTextRedact(secrets: readonly string[]): (text: string) => string {
  // The longest first: what is left of a longer secret would not be known any more.
  const literals = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  const longest = Math.max(MAX_SECRET, literals[0]?.length ?? 0);
  return (text) => {
    const whole = text.length <= MAX_READ;
    let clean = whole ? text : text.slice(0, MAX_READ);
    for (const literal of literals) clean = clean.replaceAll(literal, '[redacted]');
    for (const [shape, replacement, needed] of SECRET_SHAPES) {
      if (needed === undefined || clean.includes(needed)) clean = clean.replace(shape, replacement);
    }
    // A secret that the first cut went through has lost its shape: leave out the end, where it stands.
    const readable = whole ? clean.length : clean.length - longest;
    return whole && readable <= MAX_TEXT ? clean : `${clean.slice(0, Math.min(readable, MAX_TEXT))}…`;
  };
}
