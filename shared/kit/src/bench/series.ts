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
  /** What a peer has; of several, in their order; undefined where it has nothing like it, Infinity where it never ends. */
  peer: number | undefined | readonly (number | undefined)[];
  /** '' for a count. */
  unit: string;
  /** What is held: an upper bound of our value, or of the ratio to the best peer's; left out where it is only told. */
  bound?: { value: number } | { ratio: number };
}

/**
 * The table as Markdown, each line with its verdict; the ratio is that to the best of the peers. Returns also whether all
 * bounds hold.
 */
export function table(
  rows: readonly Row[],
  ...peerNames: readonly string[]
): { text: string; holds: boolean } {
  const lines = rows.map((row) => {
    const { what, ours, unit } = row;
    const best = bestOf(row);
    const theirs = peerNames.map((_, at) => peersOf(row)[at]);
    const cells = [
      what,
      number(ours, unit),
      ...theirs.map((value) => (value === undefined ? '–' : number(value, unit))),
      best === undefined || best === Infinity ? '–' : `${ratioOf(ours, best)} ×`,
      boundText(row),
      verdict(row),
    ];
    return lineOf(cells);
  });
  const head = ['what', 'ours', ...peerNames, 'ratio', 'bound', 'held'];
  return {
    text: [lineOf(head), `|${'---|'.repeat(head.length)}`, ...lines].join('\n'),
    holds: rows.every(holds),
  };
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function peersOf({ peer }: Row): readonly (number | undefined)[] {
  return Array.isArray(peer) ? peer : [peer as number | undefined];
}

function bestOf(row: Row): number | undefined {
  const known = peersOf(row).filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** A server may be a thousand times as fast: two digits that say something. */
function ratioOf(ours: number, peer: number): string {
  const ratio = ours / peer;
  return ratio >= 0.095 ? ratio.toFixed(2) : ratio.toPrecision(1);
}

function holds(row: Row): boolean {
  const { ours, bound } = row;
  if (bound === undefined) return true;
  return 'value' in bound ? ours <= bound.value : ours / (bestOf(row) ?? Number.NaN) <= bound.ratio;
}

function boundText({ unit, bound }: Row): string {
  if (bound === undefined) return '';
  return 'value' in bound ? `≤ ${bound.value} ${unit}`.trimEnd() : `≤ ${bound.ratio} ×`;
}

function verdict(row: Row): string {
  return row.bound === undefined ? '' : holds(row) ? 'yes' : '**no**';
}

function number(value: number, unit: string): string {
  if (value === Infinity) return 'never';
  const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 1 ? 1 : 3;
  return `${value.toFixed(digits)} ${unit}`.trimEnd();
}
