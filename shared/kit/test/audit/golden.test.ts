import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/record/recorder.ts';
import { bytesIn, folder } from '../fixture/audit.ts';
import { callRecord, type Facts } from '../fixture/call-record.ts';
import { server } from '../fixture/echo-server.ts';
import { hostOf } from '../fixture/host.ts';

const time = new Date('2026-11-21T15:30:00.250Z');

const WHOLE: Partial<Facts> = {
  ...{ time, kind: 'tool', name: 'échø', access: 'destroy', requestId: 'r 1', transport: 'http' },
  caller: { subject: 's', tenant: 't', client: 'c', scopes: ['echo:read', 'echo:destroy'], via: 'token' },
  client: { name: 'nü', version: 'v' },
  protocol: { offered: '2026-07-28', served: '2025-11-25' },
  arguments: { b: 'ü "\\', a: [1, null], password: 'hunter2' },
  ...{ outcome: 'not_found', ms: 1.25, bytes: 0, tokens: 0, approval: 'waived', traceId: 'ab'.repeat(16) },
};
const BARE: Partial<Facts> = {
  ...{ time, kind: 'completion', name: 'x', access: 'read', requestId: 7, transport: 'stdio' },
  ...{ arguments: undefined, outcome: 'ok', ms: 0, bytes: 12, tokens: 3 },
};
const EVENT: EventRecord = {
  ...{ time, kind: 'auth', name: 'refused', subject: 's', tenant: 't' },
  details: { reason: 'expired', token: 'x' },
};

/** What stands in the lines between their place in the chain and their hash, without the first and the last event. */
async function written(calls: readonly Partial<Facts>[], events: readonly EventRecord[]): Promise<string[]> {
  const file = join(folder(), 'audit.jsonl');
  const { host } = await hostOf(server, ['--audit', file]);
  for (const recorder of host.recorders) {
    for (const facts of calls) recorder.call?.(callRecord(facts));
    for (const event of events) recorder.event?.(event);
  }
  await host.close();
  return bytesIn(file)
    .slice(1, -1)
    .map((line) => line.toString().replace(/^\{"chain":.*?"prev":"\w{64}",(.*),"hash":"\w{64}"\}$/, '$1'));
}

/** Each line as it stood before the fields were a table: a change of any byte breaks what reads audits. */
const GOLDEN = readFileSync(join(import.meta.dirname, 'golden-lines.txt'), 'utf8')
  .trimEnd()
  .split('\n');

/** A line without the fields that came after the golden one, each of which has a test of its own. */
function asOld(line: string, golden: string): string {
  const old = (value: object, shape: object): object =>
    Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key in shape)
        .map(([key, inner]) => {
          const within: unknown = shape[key as keyof object];
          const deep = key !== 'arguments' && typeof within === 'object' && within !== null;
          return [key, deep ? old(inner, within) : inner];
        }),
    );
  const whole = JSON.parse(`{${line}}`);
  expect(JSON.stringify(whole)).toBe(`{${line}}`);
  return JSON.stringify(old(whole, JSON.parse(`{${golden}}`))).slice(1, -1);
}

describe('the bytes of a line', () => {
  it('are those they have always been, of each kind, whatever is known', async () => {
    const local: Facts['caller'] = { subject: 'local', scopes: [], via: 'stdio' };
    const calls = [
      WHOLE,
      BARE,
      { ...BARE, outcome: 'asked', caller: local },
      { ...BARE, arguments: { text: '\ud800' } },
    ] satisfies Partial<Facts>[];
    const bare: EventRecord = { time, kind: 'lifecycle', name: 'any', details: {} };
    const lines = await written(calls, [EVENT, bare]);
    expect(lines.map((line, at) => asOld(line, GOLDEN[at] ?? ''))).toEqual(GOLDEN);
  });
});
