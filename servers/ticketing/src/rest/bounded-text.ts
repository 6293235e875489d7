/** Thrown for an answer that is longer than it may be. */
export class TooLarge extends Error {}

/** The text of an answer, of which no more than so many bytes are read. Throws `TooLarge`. */
export async function boundedText(response: Response, most: number): Promise<string> {
  const { body } = response;
  if (body === null) return '';
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    // Leaving the loop ends the connection.
    if (bytes > most) throw new TooLarge(`more than ${most} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
