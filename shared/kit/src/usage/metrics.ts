import type { Named } from '../manifest.ts';
import { DURATION_BOUNDS } from '../record/call-metric.ts';
import { type CallRecord, failureOf } from '../record/call-record.ts';
import type { EventRecord } from '../record/recorder.ts';
import { definitionTokens } from '../surface/definition-tokens.ts';
import type { Surface } from '../surface/surface.ts';
import { BY_CALLER, BY_EVENT, BY_OPERATION, type By } from './labels.ts';
import type { Metric } from './prometheus.ts';

/** The server whose use is counted. */
export interface Counted {
  server: Named;
  surface: Surface;
  inFlight: { readonly count: number };
}

/** A metric, and what each record, or the server as it is now, adds to it. */
export interface Defined<Source> extends Omit<Metric, 'samples'> {
  value(source: Source): number;
  /** Of a histogram: upper bounds of its buckets. */
  bounds?: readonly number[];
}

/** Metrics that have the same labels. */
export interface Group<Source> {
  by: By<Source>;
  metrics: readonly Defined<Source>[];
}

const counter = { type: 'counter' } as const;
const gauge = { type: 'gauge' } as const;

/** All that `/metrics` tells, in its order: a metric more is an entry more. docs/deploy.md lists them. */
export const METRICS: {
  calls: readonly Group<CallRecord>[];
  events: readonly Group<EventRecord>[];
  server: readonly Group<Counted>[];
} = {
  calls: [
    {
      by: BY_CALLER,
      metrics: [
        { ...counter, name: 'ashlar_calls_total', help: 'Calls, whatever came of them.', value: () => 1 },
        {
          ...{ ...counter, name: 'ashlar_call_errors_total', help: 'Calls that failed.' },
          value: (call) => (failureOf(call) === undefined ? 0 : 1),
        },
        {
          ...{ ...counter, name: 'ashlar_call_seconds_total', help: 'Seconds that calls took.' },
          value: ({ ms }) => ms / 1_000,
        },
        {
          ...{ ...counter, name: 'ashlar_result_bytes_total', help: 'Bytes of results as JSON.' },
          value: ({ cost }) => cost.bytes,
        },
        {
          ...{ ...counter, name: 'ashlar_result_tokens_estimated_total' },
          help: 'Estimated tokens of results, not what a provider bills.',
          value: ({ cost }) => cost.tokens,
        },
      ],
    },
    {
      by: BY_OPERATION,
      metrics: [
        {
          type: 'histogram',
          // As OpenTelemetry's metric of the same name is called in Prometheus.
          name: 'mcp_server_operation_duration_seconds',
          help: 'How long calls took.',
          value: ({ ms }) => ms / 1_000,
          bounds: DURATION_BOUNDS,
        },
      ],
    },
  ],
  events: [
    {
      by: BY_EVENT,
      metrics: [
        {
          ...{ ...counter, name: 'ashlar_events_total' },
          help: 'What happened outside of calls: refusals, drift, waivers.',
          value: () => 1,
        },
      ],
    },
  ],
  server: [
    {
      by: { labels: {} },
      metrics: [
        {
          ...{ ...gauge, name: 'ashlar_requests_running', help: 'Requests that are under way.' },
          value: ({ inFlight }) => inFlight.count,
        },
        {
          ...{ ...gauge, name: 'ashlar_tool_definition_tokens_estimated' },
          help: 'Estimated tokens that a model spends on the list of tools.',
          value: ({ surface }) => definitionTokens(surface),
        },
      ],
    },
    {
      by: {
        labels: { server: ({ server }) => server.name, version: ({ server }) => server.manifest.version },
      },
      metrics: [{ ...gauge, name: 'ashlar_build_info', help: 'Which server this is.', value: () => 1 }],
    },
  ],
};
