/** Bytes of a resource at most. */
const MOST = 256_000;

/** Lines as one text, with how many are left out where they are too many. */
export function clippedText(lines: readonly string[]): string {
  let bytes = 0;
  const fitting = lines.findIndex((line) => {
    bytes += Buffer.byteLength(line) + 1;
    return bytes > MOST;
  });
  if (fitting === -1) return lines.join('\n');
  return [...lines.slice(0, fitting), `… ${lines.length - fitting} more; search_catalog has them.`].join(
    '\n',
  );
}
