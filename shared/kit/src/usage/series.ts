import { Amount, type Cell, Histogram } from './cell.ts';
import type { Defined, Group } from './metrics.ts';
import type { Labels, Metric } from './prometheus.ts';

interface One {
  labels: Labels;
  /** In the order of the metrics. */
  cells: Cell[];
}

/** What was added to metrics of the same labels, in one series for all that have the same values of them. */
export class Series<Source> {
  readonly #group: Group<Source>;
  readonly #series = new Map<string, One>();

  constructor(group: Group<Source>) {
    this.#group = group;
  }

  add(source: Source): void {
    const { by, metrics } = this.#group;
    const labels: Record<string, string> = {};
    for (const [name, value] of Object.entries(by.labels)) labels[name] = value(source);
    const series = this.#seriesOf(labels);
    for (const [at, { value }] of metrics.entries()) series?.cells[at]?.add(value(source));
  }

  metrics(): Metric[] {
    return this.#group.metrics.map(({ name, type, help }, at) => ({
      ...{ name, type, help },
      samples: [...this.#series.values()].flatMap(({ labels, cells }) => cells[at]?.samples(labels) ?? []),
    }));
  }

  #seriesOf(labels: Labels): One | undefined {
    const { most = Number.POSITIVE_INFINITY, others } = this.#group.by;
    if (this.#series.size < most) return this.#open(labels);
    return this.#series.get(keyOf(labels)) ?? (others && this.#open({ ...labels, ...others }));
  }

  #open(labels: Labels): One {
    const key = keyOf(labels);
    const series = this.#series.get(key) ?? { labels, cells: this.#group.metrics.map(cellOf) };
    this.#series.set(key, series);
    return series;
  }
}

/** Two series with the same labels would make the whole text invalid, so the key is what is shown. */
function keyOf(labels: Labels): string {
  return JSON.stringify(labels);
}

function cellOf({ bounds }: Pick<Defined<never>, 'bounds'>): Cell {
  return bounds === undefined ? new Amount() : new Histogram(bounds);
}
