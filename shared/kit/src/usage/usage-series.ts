import { createHash } from 'node:crypto';
import type { CallRecord } from '../record/recorder.ts';
import { visible } from '../visible.ts';
import type { Labels, Metric } from './prometheus.ts';

/** Series kept: a tenant, a caller and what was called. What comes after is counted for `other`, by what it is. */
const MAX_SERIES = 1_000;
/** Characters of a name that are shown. */
const MAX_NAME = 100;

const COUNTERS = [
  ['ashlar_calls_total', 'Calls, whatever came of them.'],
  ['ashlar_call_errors_total', 'Calls that failed.'],
  ['ashlar_call_seconds_total', 'Seconds that calls took.'],
  ['ashlar_result_bytes_total', 'Bytes of results as JSON.'],
  ['ashlar_result_tokens_estimated_total', 'Estimated tokens of results, not what a provider bills.'],
] as const;

interface Series {
  labels: Labels;
  /** In the order of the counters. */
  used: number[];
}

/** What was used, by tenant, caller and what they called; bounded, whoever calls. */
export class UsageSeries {
  readonly #series = new Map<string, Series>();

  add(record: CallRecord): void {
    const failed = record.outcome !== 'ok' && record.outcome !== 'asked';
    const { used } = this.#seriesOf(record);
    [1, failed ? 1 : 0, record.ms / 1_000, record.bytes, record.tokens].forEach((amount, at) => {
      used[at] = (used[at] ?? 0) + amount;
    });
  }

  metrics(): Metric[] {
    return COUNTERS.map(([name, help], at) => ({
      name,
      help,
      type: 'counter',
      samples: [...this.#series.values()].map(({ labels, used }) => ({ labels, value: used[at] ?? 0 })),
    }));
  }

  #seriesOf({ caller, kind, name }: CallRecord) {
    // What completes an argument is named by the client.
    const called = { kind, name: kind === 'completion' ? '' : name };
    const own = {
      tenant: shown(caller?.tenant ?? ''),
      caller: shown(caller?.subject ?? ''),
      via: caller?.via ?? '',
      ...called,
    };
    return this.#find(own) ?? this.#open({ tenant: 'other', caller: 'other', via: 'other', ...called });
  }

  /** Undefined where there would be one too many. */
  #find(labels: Labels): Series | undefined {
    if (this.#series.size < MAX_SERIES) return this.#open(labels);
    return this.#series.get(keyOf(labels));
  }

  #open(labels: Labels): Series {
    const key = keyOf(labels);
    const series = this.#series.get(key) ?? { labels, used: [] };
    this.#series.set(key, series);
    return series;
  }
}

/** Two series with the same labels would make the whole text invalid, so the key is what is shown. */
function keyOf(labels: Labels): string {
  return JSON.stringify(labels);
}

/** A name may be long, and hold anything; cut short, names stay apart. */
function shown(name: string): string {
  if (name.length <= MAX_NAME) return visible(name);
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${visible(name.slice(0, MAX_NAME))}~${mark}`;
}
