import type { Named } from '../manifest.ts';
import type { CallRecord, EventRecord, Recorder } from '../record/recorder.ts';
import { definitionTokens } from '../surface/definition-tokens.ts';
import type { Surface } from '../surface/surface.ts';
import { DurationHistogram } from './duration-histogram.ts';
import { type Metric, prometheusText } from './prometheus.ts';
import { UsageSeries } from './usage-series.ts';

/** Kinds of events counted; they are named in fixed words, so more would be a fault. */
const MAX_EVENTS = 100;

/** The server whose use is counted. */
interface Counted {
  server: Named;
  surface: Surface;
  inFlight: { readonly count: number };
}

/** Counts what callers use, and tells it as metrics. Counters begin at 0 with the process, as Prometheus expects. */
export class Usage implements Recorder {
  readonly #host: Counted;
  readonly #series = new UsageSeries();
  readonly #durations = new DurationHistogram();
  readonly #events = new Map<string, { labels: { kind: string; name: string }; value: number }>();

  constructor(host: Counted) {
    this.#host = host;
  }

  call(record: CallRecord): void {
    this.#series.add(record);
    this.#durations.add(record);
  }

  event({ kind, name }: EventRecord): void {
    const key = `${kind} ${name}`;
    const counted = this.#events.get(key) ?? { labels: { kind, name }, value: 0 };
    counted.value += 1;
    if (this.#events.size < MAX_EVENTS) this.#events.set(key, counted);
  }

  /** Everything in Prometheus' text format. */
  text(): string {
    return prometheusText([
      ...this.#series.metrics(),
      this.#durations.metric(),
      { ...EVENTS, samples: this.#events.values() },
      ...this.#gauges(),
    ]);
  }

  #gauges(): Metric[] {
    const { server, surface, inFlight } = this.#host;
    const gauge = (name: string, help: string, value: number, labels = {}): Metric => ({
      name,
      help,
      type: 'gauge',
      samples: [{ labels, value }],
    });
    return [
      gauge('ashlar_requests_running', 'Requests that are under way.', inFlight.count),
      gauge(
        'ashlar_tool_definition_tokens_estimated',
        'Estimated tokens that a model spends on the list of tools.',
        definitionTokens(surface),
      ),
      gauge('ashlar_build_info', 'Which server this is.', 1, {
        server: server.name,
        version: server.manifest.version,
      }),
    ];
  }
}

const EVENTS = {
  name: 'ashlar_events_total',
  type: 'counter',
  help: 'What happened outside of calls: refusals, drift, waivers.',
} as const;
