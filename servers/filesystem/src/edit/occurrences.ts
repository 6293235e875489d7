/**
 * Every place where `pattern` stands in `text`, overlapping ones included, in linear time (Knuth, Morris and
 * Pratt 1977): the engine's own search takes minutes on a long repetitive text and pattern.
 *
 * @param pattern not empty
 */
export function* occurrences(text: string, pattern: string): Generator<number, void, undefined> {
  const borders = borderTable(pattern);
  let matched = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    while (matched > 0 && unit !== pattern.charCodeAt(matched)) matched = borders[matched - 1] as number;
    if (unit === pattern.charCodeAt(matched)) matched++;
    if (matched < pattern.length) continue;
    yield i + 1 - matched;
    matched = borders[matched - 1] as number;
  }
}

/** The first of those places at or after an index, or -1. */
export function firstOccurrence(text: string, pattern: string): number {
  return occurrences(text, pattern).next().value ?? -1;
}

/** For each prefix of the pattern, the length of the longest shorter prefix that it also ends with. */
function borderTable(pattern: string): Int32Array {
  const borders = new Int32Array(pattern.length);
  let length = 0;
  for (let i = 1; i < pattern.length; i++) {
    const unit = pattern.charCodeAt(i);
    while (length > 0 && unit !== pattern.charCodeAt(length)) length = borders[length - 1] as number;
    if (unit === pattern.charCodeAt(length)) length++;
    borders[i] = length;
  }
  return borders;
}
