/**
 * Stands in a bundle for iconv-lite, half a megabyte of tables that body-parser brings to read bodies in old
 * encodings. JSON between systems is UTF-8 (RFC 8259, 8.1); any other charset is answered with 415.
 */
export function encodingExists(name: string): boolean {
  return /^utf-?8$/i.test(name);
}

/** Throws as iconv-lite does, which is how body-parser knows. */
export function getDecoder(encoding: string): { write(bytes: Uint8Array): string; end(): string } {
  if (!encodingExists(encoding)) throw new Error(`Encoding not recognized: '${encoding}'`);
  const decoder = new TextDecoder();
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}
