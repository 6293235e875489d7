import { createHash } from 'node:crypto';
import { METHODS } from '../record/call-metric.ts';
import { type CallRecord, failureOf } from '../record/call-record.ts';
import type { EventRecord } from '../record/recorder.ts';
import { visible } from '../visible.ts';
import type { Labels } from './prometheus.ts';

/** What tells the series of a metric apart. */
export interface By<Source> {
  /** Of each label its value; an empty one is the same as none. */
  labels: Readonly<Record<string, (source: Source) => string>>;
  /** Series kept, where not what a server offers bounds them. */
  most?: number;
  /** What stands in place of these labels in what comes after; nothing, where that is not counted. */
  others?: Labels;
}

/** Characters of a name that are shown. */
const MAX_NAME = 100;

/** By tenant, caller and what they called; bounded, whoever calls. */
export const BY_CALLER: By<CallRecord> = {
  labels: {
    tenant: ({ caller }) => shown(caller?.tenant ?? ''),
    caller: ({ caller }) => shown(caller?.subject ?? ''),
    via: ({ caller }) => caller?.via ?? '',
    kind: ({ operation }) => operation.kind,
    // What completes an argument is named by the client.
    name: ({ operation }) => (operation.kind === 'completion' ? '' : operation.name),
  },
  most: 1_000,
  others: { tenant: 'other', caller: 'other', via: 'other' },
};

/** By tool or prompt, named as OpenTelemetry's conventions are in Prometheus. What a server offers bounds them. */
export const BY_OPERATION: By<CallRecord> = {
  labels: {
    mcp_method_name: ({ operation }) => METHODS[operation.kind],
    gen_ai_tool_name: ({ operation: { kind, name } }) => (kind === 'tool' ? name : ''),
    gen_ai_prompt_name: ({ operation: { kind, name } }) => (kind === 'prompt' ? name : ''),
    error_type: (call) => failureOf(call) ?? '',
  },
};

/** By what happened. Events are named in fixed words, so more of them would be a fault. */
export const BY_EVENT: By<EventRecord> = {
  labels: { kind: ({ kind }) => kind, name: ({ name }) => name },
  most: 100,
};

/** A name may be long, and hold anything; cut short, names stay apart. */
function shown(name: string): string {
  if (name.length <= MAX_NAME) return visible(name);
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${visible(name.slice(0, MAX_NAME))}~${mark}`;
}
