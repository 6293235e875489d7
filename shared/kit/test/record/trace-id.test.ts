import { describe, expect, it } from 'vitest';
import { call } from '../../src/call/call.ts';
import type { CallRecord, Recorder } from '../../src/record/recorder.ts';
import { server } from '../fixture/echo-server.ts';
import { exchangeOf, hostOf } from '../fixture/host.ts';
import { operationOf } from '../fixture/operation.ts';
import { PARENT, TRACE, TRACEPARENT } from '../fixture/tracing-client.ts';

/** The record of one call whose client sent this, in a process without an SDK. */
async function recorded(traceparent: string): Promise<CallRecord | undefined> {
  const { host } = await hostOf(server);
  const records: CallRecord[] = [];
  const keep: Recorder = { call: (record) => void records.push(record) };
  await call({ ...host, recorders: [keep] }, operationOf(), exchangeOf({ trace: { traceparent } }));
  return records[0];
}

describe('the trace id of a record, without an SDK', () => {
  it.each([TRACEPARENT, `cc-${TRACE}-${PARENT}-00-what-comes-after`])('is the one of %s', async (sent) => {
    expect((await recorded(sent))?.traceId).toBe(TRACE);
  });

  it.each([
    '',
    'nonsense',
    `ff-${TRACE}-${PARENT}-01`,
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01x`,
    `x00-${TRACE}-${PARENT}-01`,
  ])('is none of %j', async (sent) => {
    const record = await recorded(sent);
    expect(record).toBeDefined();
    expect(record?.traceId).toBeUndefined();
  });
});
