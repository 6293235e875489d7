/** Reads a JSON object of at most `maxBytes` bytes. Throws where it is larger, or something else. */
export async function readJson(response: Response, maxBytes: number): Promise<Record<string, unknown>> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > maxBytes) throw new Error(`${response.url} answered with more than ${maxBytes} bytes.`);
    pieces.push(piece);
  }
  const value: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new Error(`${response.url} answered with no object.`);
}
