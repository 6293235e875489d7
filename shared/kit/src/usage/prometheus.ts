/** Labels of a sample; an empty value is the same as none. */
export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  /** What stands behind the metric's name: `_bucket`, `_sum`, `_count`. */
  suffix?: string;
  labels: Labels;
  value: number;
}

export interface Metric {
  /** Counters end in `_total`, and what has a unit names it: Prometheus, "Metric and label naming". */
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  /** One sentence. */
  help: string;
  samples: Iterable<Sample>;
}

/** What the text says of itself in `Content-Type`. */
export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Metrics in Prometheus' text format, version 0.0.4. Names of metrics and labels must be valid ones. */
export function prometheusText(metrics: Iterable<Metric>): string {
  const lines: string[] = [];
  for (const { name, type, help, samples } of metrics) {
    lines.push(
      `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${name} ${type}`,
    );
    for (const { suffix = '', labels, value } of samples) {
      lines.push(`${name}${suffix}${labelsText(labels)} ${numberText(value)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).filter(([, value]) => value !== '');
  return pairs.length === 0
    ? ''
    : `{${pairs.map(([name, value]) => `${name}="${escaped(value)}"`).join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
}
