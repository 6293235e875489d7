/**
 * SHA-256 of bytes, as Base64 for URLs. Loading node:crypto takes several milliseconds, and the first answer of a
 * server needs none of it: so it is loaded with the first digest.
 */
export function digest(bytes: Buffer | string): string {
  return process.getBuiltinModule('node:crypto').hash('sha256', bytes, 'base64url');
}
