/** A part of a text by bytes of UTF-8, which ends at a line where one ends in its second half. */
export function sliceOf(
  text: string,
  from: number,
  mostBytes: number,
): { part: string; next: number | undefined } {
  let end = from;
  let bytes = 0;
  for (const letter of text.slice(from, from + mostBytes)) {
    bytes += Buffer.byteLength(letter);
    if (bytes > mostBytes) break;
    end += letter.length;
  }
  if (end >= text.length) return { part: text.slice(from), next: undefined };
  const line = text.lastIndexOf('\n', end - 1) + 1;
  const cut = line > from + (end - from) / 2 ? line : end;
  return { part: text.slice(from, cut), next: cut };
}
