import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../src/context.ts';
import type { CallRecord } from '../../src/record/recorder.ts';
import { connectHttp } from '../../src/testing/index.ts';
import { prometheusText } from '../../src/usage/prometheus.ts';
import { Usage } from '../../src/usage/usage-recorder.ts';
import { server } from '../fixture/echo-server.ts';
import { hostOf } from '../fixture/host.ts';
import { ask, serve } from '../fixture/http.ts';
import { runs } from '../fixture/redis.ts';

const ann: Caller = { subject: 'ann', tenant: 'acme', scopes: [], via: 'key' };

const recordOf = (change: Partial<CallRecord> = {}): CallRecord => ({
  time: new Date(),
  kind: 'tool',
  name: 'echo',
  access: 'read',
  requestId: 1,
  transport: 'http',
  caller: ann,
  client: undefined,
  protocol: { offered: undefined, served: undefined },
  arguments: {},
  outcome: 'ok',
  ms: 250,
  bytes: 100,
  tokens: 30,
  approval: undefined,
  traceId: undefined,
  ...change,
});

async function usageOf(records: readonly CallRecord[]): Promise<string> {
  const usage = new Usage((await hostOf(server)).host);
  for (const record of records) usage.call(record);
  return usage.text();
}

/** The lines that belong to a metric, without what describes it. */
const linesOf = (text: string, name: string) => text.split('\n').filter((line) => line.startsWith(name));

describe('usage', () => {
  it('is counted by tenant, caller and tool: calls, errors, time, bytes and tokens', async () => {
    const text = await usageOf([
      recordOf(),
      recordOf({ outcome: 'limited', ms: 1, bytes: 0, tokens: 0 }),
      recordOf({ outcome: 'asked', ms: 1, bytes: 10, tokens: 1 }),
      recordOf({ caller: { ...ann, tenant: 'other "one"' } }),
      recordOf({ caller: undefined, kind: 'prompt', outcome: 'forbidden', bytes: 0, tokens: 0 }),
    ]);
    const own = 'tenant="acme",caller="ann",via="key",kind="tool",name="echo"';
    const others = own.replace('acme', 'other \\"one\\"');
    const nobodys = 'kind="prompt",name="echo"';
    expect(linesOf(text, 'ashlar_call')).toEqual([
      ...[`${own}} 3`, `${others}} 1`, `${nobodys}} 1`].map((line) => `ashlar_calls_total{${line}`),
      ...[`${own}} 1`, `${others}} 0`, `${nobodys}} 1`].map((line) => `ashlar_call_errors_total{${line}`),
      ...[`${own}} 0.252`, `${others}} 0.25`, `${nobodys}} 0.25`].map(
        (line) => `ashlar_call_seconds_total{${line}`,
      ),
    ]);
    expect(linesOf(text, 'ashlar_result_bytes_total')[0]).toBe(`ashlar_result_bytes_total{${own}} 110`);
    expect(linesOf(text, 'ashlar_result_tokens')[0]).toBe(`ashlar_result_tokens_estimated_total{${own}} 31`);
  });

  it('has as many series as it may, and counts what comes after for others, by tool', async () => {
    const records = Array.from({ length: 3_000 }, (_, at) =>
      recordOf({ caller: { ...ann, subject: `caller ${at}` }, name: at % 2 === 0 ? 'echo' : 'count' }),
    );
    const lines = linesOf(await usageOf([...records, ...records]), 'ashlar_calls_total');
    expect(lines).toHaveLength(1_002);
    const others = lines.filter((line) => line.includes('caller="other"'));
    expect(others).toEqual([
      'ashlar_calls_total{tenant="other",caller="other",via="other",kind="tool",name="echo"} 2000',
      'ashlar_calls_total{tenant="other",caller="other",via="other",kind="tool",name="count"} 2000',
    ]);
    expect(lines[0]).toContain('caller="caller 0"');
    expect(lines[0]).toMatch(/ 2$/);
  });

  it('does not let a client make series by naming arguments', async () => {
    const records = Array.from({ length: 50 }, (_, at) => recordOf({ kind: 'completion', name: `a${at}` }));
    const text = await usageOf(records);
    expect(linesOf(text, 'ashlar_calls_total')).toEqual([
      'ashlar_calls_total{tenant="acme",caller="ann",via="key",kind="completion"} 50',
    ]);
    expect(linesOf(text, 'mcp_server_operation_duration_seconds_count')).toHaveLength(1);
  });

  it('never shows two series by the same labels, nor a line that is not one, whatever callers are called', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 30 }),
        async (subjects) => {
          const long = subjects.flatMap((subject) => [subject, `${'x'.repeat(200)}${subject}`]);
          const text = await usageOf(long.map((subject) => recordOf({ caller: { ...ann, subject } })));
          const shown = Buffer.from(text).toString();
          const names = shown.split('\n').map((line) => line.replace(/ [^ ]+$/, ''));
          const series = names.filter((line) => line !== '' && !line.startsWith('#'));
          expect(new Set(series).size).toBe(series.length);
          for (const name of series)
            expect(name).toMatch(/^[a-z_]+(\{([a-z_]+="([^"\\\n]|\\["\\n])*",?)*\})?$/);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('keeps callers apart whose names are long or no text at all, and shows what would hide', async () => {
    const long = 'x'.repeat(100);
    const subjects = [`${long}1`, `${long}2`, '\ud800', '\ud801', 'a\u202eb'];
    const text = await usageOf(subjects.map((subject) => recordOf({ caller: { ...ann, subject } })));
    const shown = Buffer.from(text).toString();
    const callers = linesOf(shown, 'ashlar_calls_total').map((line) => /caller="([^"]+)"/.exec(line)?.[1]);
    expect(callers).toEqual([
      expect.stringMatching(/^x{100}~[\da-f]{8}$/),
      expect.stringMatching(/^x{100}~[\da-f]{8}$/),
      '\\\\u{d800}',
      '\\\\u{d801}',
      'a\\\\u{202e}b',
    ]);
    expect(new Set(callers).size).toBe(5);
  });

  it('tells how long calls took, in the buckets of the conventions, each with those below it', async () => {
    const text = await usageOf([5, 10, 11, 300_000, 300_001].map((ms) => recordOf({ ms })));
    const buckets = linesOf(text, 'mcp_server_operation_duration_seconds_bucket');
    const values = buckets.map((line) => /le="([^"]+)"} (\d+)$/.exec(line)?.slice(1).join(':'));
    expect(values).toEqual([
      ...['0.01:2', '0.02:3', '0.05:3', '0.1:3', '0.2:3', '0.5:3', '1:3', '2:3', '5:3', '10:3'],
      ...['30:3', '60:3', '120:3', '300:4', '+Inf:5'],
    ]);
    expect(text).toContain(
      'mcp_server_operation_duration_seconds_count{mcp_method_name="tools/call",gen_ai_tool_name="echo"} 5',
    );
  });
});

describe('the text', () => {
  it('escapes what labels and help may hold, and writes numbers that are none', () => {
    const samples = [NaN, Infinity, -Infinity, 1e21].map((value, at) => ({
      labels: { at: `${at}"\n\\` },
      value,
    }));
    expect(prometheusText([{ name: 'x', type: 'gauge', help: 'a\nb\\c', samples }])).toBe(
      [
        '# HELP x a\\nb\\\\c',
        '# TYPE x gauge',
        'x{at="0\\"\\n\\\\"} NaN',
        'x{at="1\\"\\n\\\\"} +Inf',
        'x{at="2\\"\\n\\\\"} -Inf',
        'x{at="3\\"\\n\\\\"} 1e+21',
        '',
      ].join('\n'),
    );
  });

  it.skipIf(!runs('promtool', '--version'))(
    'is what Prometheus takes, without complaint (needs promtool)',
    async () => {
      const { origin, url, host } = await serve(server);
      const client = await connectHttp('v2', url);
      await client.call('echo', { text: 'x' });
      await client.call('forget', { name: 'nothing' });
      await client.close();
      for (const recorder of host.recorders) {
        recorder.event?.({ time: new Date(), kind: 'auth', name: 'refused', details: {} });
        recorder.call?.(recordOf({ caller: { ...ann, subject: 'a"b\\c\nd\u202e🙂\ud800' } }));
      }
      const { text } = await ask(`${origin}/metrics`, { method: 'GET' });
      const said = execFileSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
      expect(said).toBe('');
    },
  );
});
