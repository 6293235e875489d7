/** Rows of the table, used again and again: names are compared by the thousand. */
let older = new Uint16Array(256);
let before = new Uint16Array(256);
let now = new Uint16Array(256);

/**
 * How many characters have to be put in, taken out, exchanged or swapped with their neighbour to make one text of the
 * other (optimal string alignment); `limit + 1` as soon as it is more than `limit`. Takes the length of `a` times
 * `limit` steps.
 */
export function editDistance(a: string, b: string, limit: number): number {
  const far = limit + 1;
  if (Math.abs(a.length - b.length) > limit) return far;
  if (before.length <= b.length) [older, before, now] = rows(2 * b.length);
  for (let column = 0; column <= b.length; column++) before[column] = Math.min(column, far);
  for (let row = 1; row <= a.length; row++) {
    if (fillRow(a, b, row, limit) > limit) return far;
    [older, before, now] = [before, now, older];
  }
  return before[b.length] as number;
}

function rows(
  length: number,
): [Uint16Array<ArrayBuffer>, Uint16Array<ArrayBuffer>, Uint16Array<ArrayBuffer>] {
  return [new Uint16Array(length), new Uint16Array(length), new Uint16Array(length)];
}

/** Fills the part of a row that can be near enough, and answers its least number. */
function fillRow(a: string, b: string, row: number, limit: number): number {
  const far = limit + 1;
  const first = Math.max(1, row - limit);
  const last = Math.min(b.length, row + limit);
  const mine = a.charCodeAt(row - 1);
  now[first - 1] = first === 1 ? Math.min(row, far) : far;
  let least = now[first - 1] as number;
  for (let column = first; column <= last; column++) {
    const other = b.charCodeAt(column - 1);
    let cost = (before[column - 1] as number) + (mine === other ? 0 : 1);
    cost = Math.min(cost, (before[column] as number) + 1, (now[column - 1] as number) + 1);
    if (row > 1 && column > 1 && mine === b.charCodeAt(column - 2) && a.charCodeAt(row - 2) === other) {
      cost = Math.min(cost, (older[column - 2] as number) + 1);
    }
    now[column] = Math.min(cost, far);
    if (cost < least) least = cost;
  }
  if (last < b.length) now[last + 1] = far;
  return least;
}
