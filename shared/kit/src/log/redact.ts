/** Keys whose values are never written anywhere, compared without case, dashes and underscores. */
const SECRET_KEYS =
  /^(authorization|proxyauthorization|cookie|setcookie|dpop|xapikey|.*(token|secret|password|passwd|passphrase|apikey|privatekey|credentials?))$/;

/** Values that are secrets by their shape, wherever they stand. */
const SECRET_SHAPES: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[private key]'],
  [/\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g, '[token]'],
  [/\b(Bearer|Basic|DPoP|Token)\s+[\w.~+/=-]{8,}/gi, '$1 [redacted]'],
  [
    /\b(gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk-|sk_live_|rk_live_|npm_|ashlar_)[\w-]{8,}/g,
    '$1[redacted]',
  ],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, '[access key]'],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/@]+@/gi, '$1:[redacted]@'],
  [/([?&](?:access_token|token|api_?key|secret|password|sig|signature)=)[^&\s"']+/gi, '$1[redacted]'],
];

const MAX_TEXT = 4_096;
const MAX_DEPTH = 6;
const MAX_ITEMS = 100;

export type Redact = (value: unknown) => unknown;

/**
 * Makes a function that copies a value with secrets replaced, by key and by shape, plus the given literal
 * `secrets` (option values marked secret; shorter than 4 characters are ignored). Bounded: texts of 4,096
 * characters, 6 levels, 100 items.
 */
export function createRedact(secrets: readonly string[] = []): Redact {
  const literals = secrets.filter((secret) => secret.length >= 4);

  const text = (value: string): string => {
    // Redact before cutting: a secret cut in half has lost the shape it is known by.
    let clean = value.length > 4 * MAX_TEXT ? value.slice(0, 4 * MAX_TEXT) : value;
    for (const literal of literals) clean = clean.replaceAll(literal, '[redacted]');
    for (const [shape, replacement] of SECRET_SHAPES) clean = clean.replace(shape, replacement);
    return clean.length > MAX_TEXT ? `${clean.slice(0, MAX_TEXT)}…` : clean;
  };

  const walk = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'bigint') return value.toString();
    if (value === null || typeof value !== 'object')
      return typeof value === 'function' ? '[function]' : value;
    if (depth >= MAX_DEPTH) return '[deep]';
    if (value instanceof Error) return error(value, depth);
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => walk(item, depth + 1));
    return record(value, depth);
  };

  const record = (value: object, depth: number): Record<string, unknown> => {
    const entries = Object.entries(value).slice(0, MAX_ITEMS);
    return Object.fromEntries(
      entries.map(([key, item]) => [key, isSecretKey(key) ? '[redacted]' : walk(item, depth + 1)]),
    );
  };

  const error = (value: Error, depth: number): Record<string, unknown> => ({
    name: value.name,
    message: text(value.message),
    ...('code' in value && typeof value.code === 'string' && { code: value.code }),
    ...(value.stack !== undefined && { stack: text(value.stack) }),
    ...(value.cause !== undefined && { cause: walk(value.cause, depth + 1) }),
  });

  return (value) => walk(value, 0);
}

function isSecretKey(key: string): boolean {
  return SECRET_KEYS.test(key.toLowerCase().replaceAll(/[-_]/g, ''));
}
