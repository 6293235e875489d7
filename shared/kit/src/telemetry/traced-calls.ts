import {
  type Attributes,
  type Context,
  context,
  isValidTraceId,
  metrics,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Log } from '../log/log.ts';
import { DURATION_BOUNDS } from '../record/call-metric.ts';
import type { CallRecord } from '../record/recorder.ts';
import type { Surface } from '../surface/surface.ts';
import { endOf, errorOf, requestOf, subjectOf, wayOf } from './attributes.ts';
import { flush } from './flush.ts';
import { parentOf } from './parent.ts';
import { createQuietly, type Quietly } from './quietly.ts';
import type { CallSpan, Telemetry } from './telemetry.ts';

interface Scope {
  /** What the server calls itself. */
  name: string;
  version: string;
  surface: Surface;
}

/** Spans and durations of calls, for the SDK that registered with the API. Throws what the SDK throws. */
export function createTelemetry({ name, version, surface }: Scope, log: Log): Telemetry {
  const tracer = trace.getTracer(name, version);
  const duration = metrics.getMeter(name, version).createHistogram('mcp.server.operation.duration', {
    description: 'How long requests took, from when they were read to when they were answered.',
    unit: 's',
    advice: { explicitBucketBoundaries: DURATION_BOUNDS },
  });
  const quietly = createQuietly(log);
  return {
    begin(operation, exchange) {
      return quietly(() => {
        const { name, is } = subjectOf(operation, surface);
        const counted = { ...is, ...wayOf(exchange) };
        const { parent, links } = parentOf(exchange.trace);
        const attributes = { ...counted, ...requestOf(operation, exchange) };
        const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes, links }, parent);
        const started = performance.now();
        const seconds = () => (performance.now() - started) / 1_000;
        const within = trace.setSpan(parent, span);
        const ended = (error: Attributes) => duration.record(seconds(), { ...counted, ...error }, within);
        return callSpan({ span, within, ended, quietly });
      });
    },
    async close() {
      await flush().catch((error) => log.debug('traces were not sent', { error }));
    },
  };
}

interface Parts {
  span: Span;
  /** The context in which the span is the current one. */
  within: Context;
  ended(error: Attributes): void;
  quietly: Quietly;
}

function callSpan({ span, within, ended, quietly }: Parts): CallSpan {
  let outcome: CallRecord['outcome'] | undefined;
  const end = (answer: Parameters<typeof errorOf>[0]) =>
    quietly(() => {
      const error = errorOf(answer, outcome);
      span.setAttributes(error);
      if ('error.type' in error) span.setStatus({ code: SpanStatusCode.ERROR });
      ended(error);
      span.end();
    });
  return {
    traceId: traceIdOf(span),
    closed(how, caller) {
      outcome = how;
      quietly(() => span.setAttributes(endOf(how, caller)));
    },
    async around(task) {
      try {
        const result = await runIn(within, task, quietly);
        end({ result });
        return result;
      } catch (thrown) {
        end({ thrown });
        throw thrown;
      }
    },
  };
}

function traceIdOf(span: Span): string | undefined {
  const { traceId } = span.spanContext();
  return isValidTraceId(traceId) ? traceId : undefined;
}

/** Runs a task once, in a context where that can be had. */
function runIn<T>(within: Context, task: () => Promise<T>, quietly: Quietly): Promise<T> {
  const begun: Promise<T>[] = [];
  quietly(() => context.with(within, () => void begun.push(task())));
  return begun[0] ?? task();
}
