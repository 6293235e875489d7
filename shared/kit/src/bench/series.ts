/** Numbers of one measurement, summed up. */
export interface Summary {
  median: number;
  min: number;
  p99: number;
}

export function summarise(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { median: at(0.5), min: at(0), p99: at(0.99) };
}

/**
 * Runs every task `rounds` times, one after the other in each round, and drops the first round: on a shared
 * machine what disturbs one contender disturbs the next as well, so ratios hold where times do not.
 */
export async function interleave<T>(
  rounds: number,
  tasks: Readonly<Record<string, () => Promise<T>>>,
): Promise<Record<string, T[]>> {
  const results: Record<string, T[]> = Object.fromEntries(Object.keys(tasks).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, task] of Object.entries(tasks)) {
      const value = await task();
      if (round > 0) results[name]?.push(value);
    }
  }
  return results;
}

/** One line of the table a bench prints. */
export interface Row {
  what: string;
  ours: number;
  peer: number | undefined;
  unit: string;
  /** What is held: an upper bound of our value, or of the ratio to the peer's; left out where it is only told. */
  bound?: { value: number } | { ratio: number };
}

/** The table as Markdown, each line with its verdict. Returns also whether all bounds hold. */
export function table(rows: readonly Row[], peerName: string): { text: string; holds: boolean } {
  const lines = rows.map((row) => {
    const { what, ours, peer, unit } = row;
    const ratio = peer === undefined ? '–' : `${(ours / peer).toFixed(2)} ×`;
    const theirs = peer === undefined ? '–' : number(peer, unit);
    const cells = [what, number(ours, unit), theirs, ratio, boundText(row), verdict(row)];
    return { line: `| ${cells.join(' | ')} |`, holds: holds(row) };
  });
  const head = [`| what | ours | ${peerName} | ratio | bound | held |`, '|---|---|---|---|---|---|'];
  return {
    text: [...head, ...lines.map(({ line }) => line)].join('\n'),
    holds: lines.every(({ holds }) => holds),
  };
}

function holds({ ours, peer, bound }: Row): boolean {
  if (bound === undefined) return true;
  return 'value' in bound ? ours <= bound.value : ours / (peer ?? Number.NaN) <= bound.ratio;
}

function boundText({ unit, bound }: Row): string {
  if (bound === undefined) return '';
  return 'value' in bound ? `≤ ${bound.value} ${unit}` : `≤ ${bound.ratio} ×`;
}

function verdict(row: Row): string {
  return row.bound === undefined ? '' : holds(row) ? 'yes' : '**no**';
}

function number(value: number, unit: string): string {
  const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 1 ? 1 : 3;
  return `${value.toFixed(digits)} ${unit}`;
}
