import type { CallRecord } from '../record/call-record.ts';
import type { EventRecord, Recorder } from '../record/recorder.ts';
import { type Counted, type Group, METRICS } from './metrics.ts';
import { prometheusText } from './prometheus.ts';
import { Series } from './series.ts';

/** Counts what callers use, and tells it as metrics. Counters begin at 0 with the process, as Prometheus expects. */
export class Usage implements Recorder {
  readonly #host: Counted;
  readonly #calls = METRICS.calls.map(emptySeries);
  readonly #events = METRICS.events.map(emptySeries);

  constructor(host: Counted) {
    this.#host = host;
  }

  call(record: CallRecord): void {
    for (const series of this.#calls) series.add(record);
  }

  event(record: EventRecord): void {
    for (const series of this.#events) series.add(record);
  }

  /** Everything in Prometheus' text format. */
  text(): string {
    const now = METRICS.server.map(emptySeries);
    for (const series of now) series.add(this.#host);
    return prometheusText([...this.#calls, ...this.#events, ...now].flatMap((series) => series.metrics()));
  }
}

function emptySeries<Source>(group: Group<Source>): Series<Source> {
  return new Series(group);
}
