/** Characters of a name that are compared. */
const COMPARED = 64;

/** Names that a mistyped one may have meant, nearest first: case does not count, a part of a name is near. */
export function nearest(typed: string, names: Iterable<string>, most: number): string[] {
  const word = typed.toLowerCase().slice(0, COMPARED);
  const limit = Math.max(1, Math.floor(word.length / 3));
  const found: { name: string; distance: number }[] = [];
  for (const name of new Set(names)) {
    const other = name.toLowerCase().slice(0, COMPARED);
    const part = word.length > 2 && other.length > 2 && (other.includes(word) || word.includes(other));
    const distance = part ? 1 : distanceOf(word, other, limit);
    if (distance <= limit) found.push({ name, distance });
  }
  return found
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ name }) => name);
}

/** How many characters are put in, taken out, exchanged or swapped; more than `limit` as soon as that is sure. */
function distanceOf(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let older: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = nextRow(a, b, i, [older, row]);
    if (Math.min(...next) > limit) return limit + 1;
    [older, row] = [row, next];
  }
  return row[b.length] as number;
}

function nextRow(a: string, b: string, i: number, [older, row]: [number[], number[]]): number[] {
  const next = [i];
  for (let j = 1; j <= b.length; j++) {
    const exchanged = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
    const swapped =
      a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (older[j - 2] ?? exchanged) + 1 : exchanged;
    next.push(Math.min(exchanged, swapped, (row[j] as number) + 1, (next[j - 1] as number) + 1));
  }
  return next;
}
