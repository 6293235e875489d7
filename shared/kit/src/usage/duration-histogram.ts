import { DURATION_BOUNDS, METHODS } from '../record/call-metric.ts';
import type { CallRecord } from '../record/recorder.ts';
import type { Labels, Metric, Sample } from './prometheus.ts';

interface Series {
  labels: Labels;
  /** How many fell under each bound and not under the one before; the last has no bound. */
  counts: number[];
  sum: number;
}

/**
 * How long calls took, by tool: as OpenTelemetry's metric of the same name is called in Prometheus. What a
 * server offers bounds how many series there are.
 */
export class DurationHistogram {
  readonly #series = new Map<string, Series>();

  add({ kind, name, outcome, ms }: CallRecord): void {
    const failed = outcome === 'ok' || outcome === 'asked' ? '' : outcome;
    const key = `${kind} ${kind === 'tool' || kind === 'prompt' ? name : ''} ${failed}`;
    const series = this.#series.get(key) ?? {
      labels: {
        mcp_method_name: METHODS[kind],
        gen_ai_tool_name: kind === 'tool' ? name : '',
        gen_ai_prompt_name: kind === 'prompt' ? name : '',
        error_type: failed,
      },
      counts: Array<number>(DURATION_BOUNDS.length + 1).fill(0),
      sum: 0,
    };
    this.#series.set(key, series);
    const seconds = ms / 1_000;
    const at = DURATION_BOUNDS.findIndex((bound) => seconds <= bound);
    const bucket = at < 0 ? DURATION_BOUNDS.length : at;
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sum += seconds;
  }

  metric(): Metric {
    return {
      name: 'mcp_server_operation_duration_seconds',
      type: 'histogram',
      help: 'How long calls took.',
      samples: [...this.#series.values()].flatMap(samplesOf),
    };
  }
}

/** Each bucket holds those below it too. */
function samplesOf({ labels, counts, sum }: Series): Sample[] {
  let below = 0;
  const buckets = counts.map((count, at) => {
    below += count;
    const le = at < DURATION_BOUNDS.length ? String(DURATION_BOUNDS[at]) : '+Inf';
    return { suffix: '_bucket', labels: { ...labels, le }, value: below };
  });
  return [...buckets, { suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value: below }];
}
