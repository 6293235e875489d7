import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call } from '../../src/call/call.ts';
import type { Exchange } from '../../src/call/exchange.ts';
import { toolOperation } from '../../src/call/operations.ts';
import type { Caller } from '../../src/context.ts';
import type { AnyServer } from '../../src/define.ts';
import type { Host } from '../../src/host/host.ts';
import type { CallRecord } from '../../src/record/call-record.ts';
import { MemoryState } from '../../src/state/memory-state.ts';
import { guarded } from '../fixture/guarded-server.ts';
import { exchangeOf, hostOf } from '../fixture/host.ts';

const MINUTE = 60_000;
const ann: Caller = { subject: 'ann', tenant: 'a', scopes: ['guarded:destroy'], via: 'token', client: 'app' };
const accept = { approval: { action: 'accept', content: {} } };

let ran: string[];
let version: { value: string };
let host: Host;

async function newHost(state?: MemoryState): Promise<Host> {
  const { host } = await hostOf(guarded({ ran, version }));
  return state === undefined ? host : { ...host, state };
}

beforeEach(async () => {
  ran = [];
  version = { value: '1' };
  host = await newHost();
});
afterEach(() => vi.useRealTimers());

interface Answer {
  resultType?: string;
  requestState?: string;
  content?: { text: string }[];
}

async function send(tool: string, args: object, change: Partial<Exchange> = {}, on = host): Promise<Answer> {
  const ready = on.surface.tools.get(tool);
  if (ready === undefined) throw new Error(`no tool ${tool}`);
  const exchange = exchangeOf({ caller: ann, abilities: ['form'], ...change });
  return (await call(on, toolOperation(ready, args), exchange)) as Answer;
}

async function askedState(tool = 'publish', args: object = { text: 'x' }, caller = ann): Promise<string> {
  const { resultType, requestState } = await send(tool, args, { caller });
  expect(resultType).toBe('input_required');
  return requestState ?? '';
}

const textOf = ({ content }: Answer) => content?.[0]?.text ?? '';
const NOT_THIS = 'forbidden: This is no approval of this call: it is of another one, used or expired.';

/** Gives an answer back, and expects that nothing is run for it. */
async function refused(
  answeredState: string | undefined,
  change: Partial<Exchange> & { tool?: string; args?: object } = {},
) {
  const { tool = 'publish', args = { text: 'x' }, ...rest } = change;
  const answer = await send(tool, args, { answers: accept, answeredState, ...rest });
  expect(ran).toEqual([]);
  return textOf(answer);
}

describe('an approval', () => {
  it('runs what was approved, once', async () => {
    const state = await askedState();
    expect(ran).toEqual([]);
    const both = { answers: accept, answeredState: state };
    expect(textOf(await send('publish', { text: 'x' }, both))).toBe('did publish x');
    expect(textOf(await send('publish', { text: 'x' }, both))).toContain(NOT_THIS);
    expect(ran).toEqual(['publish x']);
  });

  it('runs it once of a hundred times at the same moment', async () => {
    const both = { answers: accept, answeredState: await askedState() };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => send('publish', { text: 'x' }, both)),
    );
    expect(answers.filter((answer) => textOf(answer) === 'did publish x')).toHaveLength(1);
    expect(ran).toEqual(['publish x']);
  });

  it('once on all instances that share their state', async () => {
    const shared = new MemoryState();
    const [one, two] = [await newHost(shared), await newHost(shared)];
    const { requestState } = await send('publish', { text: 'x' }, {}, one);
    const both = { answers: accept, answeredState: requestState };
    expect(textOf(await send('publish', { text: 'x' }, both, two))).toBe('did publish x');
    expect(textOf(await send('publish', { text: 'x' }, both, one))).toContain(NOT_THIS);
  });

  it('of another instance is nothing here, where they share no state', async () => {
    const { requestState } = await send('publish', { text: 'x' }, {}, await newHost());
    expect(await refused(requestState)).toContain(NOT_THIS);
  });

  it.each<[string, Caller]>([
    ['subject', { ...ann, subject: 'bob' }],
    ['tenant', { ...ann, tenant: 'b' }],
    ['client program', { ...ann, client: 'other' }],
    ['way in', { ...ann, via: 'key' }],
  ])('of another caller is refused: another %s', async (_, caller) => {
    expect(await refused(await askedState(), { caller })).toContain(NOT_THIS);
  });

  it('is void with other arguments, and for another tool', async () => {
    expect(await refused(await askedState(), { args: { text: 'y' } })).toContain(NOT_THIS);
    expect(await refused(await askedState(), { tool: 'erase' })).toContain(NOT_THIS);
    expect(await refused(await askedState('erase'), { tool: 'publish' })).toContain(NOT_THIS);
  });

  it('is not spent on a try with other arguments and then good for its own', async () => {
    const state = await askedState();
    await refused(state, { args: { text: 'y' } });
    expect(await refused(state)).toContain(NOT_THIS);
  });

  it('is void once what is changed has changed', async () => {
    const state = await askedState();
    version.value = '2';
    expect(await refused(state)).toMatch(/^conflict: /);
    version.value = '1';
    expect(await refused(state)).toContain(NOT_THIS);
  });

  it('is good for ten minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const [early, late] = [await askedState(), await askedState()];
    vi.setSystemTime(Date.now() + 10 * MINUTE - 1);
    expect(textOf(await send('publish', { text: 'x' }, { answers: accept, answeredState: early }))).toBe(
      'did publish x',
    );
    ran.length = 0;
    vi.setSystemTime(Date.now() + 1);
    expect(await refused(late)).toContain(NOT_THIS);
  });

  it('cannot follow a no', async () => {
    const state = await askedState();
    expect(await refused(state, { answers: { approval: { action: 'decline' } } })).toMatch(
      /^forbidden: A person declined/,
    );
    expect(await refused(state)).toContain(NOT_THIS);
  });

  it.each([
    ['no answer', undefined],
    ['an answer to nothing we asked', { other: accept.approval }],
    ['an answer of no kind', { approval: { action: 'maybe' } }],
    ['a word', { approval: 'accept' }],
    ['nothing', { approval: null }],
  ])('is not %s, and the person may still answer', async (_, answers) => {
    const state = await askedState();
    expect(await refused(state, { answers })).toMatch(
      /^invalid_input: The answer of the person is missing\./,
    );
    expect(textOf(await send('publish', { text: 'x' }, { answers: accept, answeredState: state }))).toBe(
      'did publish x',
    );
  });

  it('is not an answer without a question, also where one only may be asked', async () => {
    expect(await refused(undefined)).toContain(NOT_THIS);
    expect(await refused('')).toContain(NOT_THIS);
    expect(await refused(undefined, { tool: 'erase' })).toContain(NOT_THIS);
    expect(await refused('made up', { tool: 'erase', abilities: [] })).toContain(NOT_THIS);
  });

  it('is not anything but the word that was given away', async () => {
    const state = await askedState();
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=. ';
    const place = fc.nat(state.length - 1);
    const change = fc.oneof(
      fc.record({ place, letter: fc.constantFrom(...letters) }).map(({ place, letter }) => {
        return state.slice(0, place) + letter + state.slice(place + 1);
      }),
      place.map((at) => state.slice(0, at)),
      fc.string().map((more) => state + more),
      fc.string({ maxLength: 400 }),
    );
    await fc.assert(
      fc.asyncProperty(change, async (altered) => {
        fc.pre(altered !== state);
        expect(await refused(altered)).toContain(NOT_THIS);
      }),
    );
    expect(await refused('A'.repeat(1_000_000))).toContain(NOT_THIS);
  });

  it('shows a client nothing of what is in it', async () => {
    const state = await askedState('publish', { text: 'secret words' });
    expect(Buffer.from(state, 'base64url').toString('latin1')).not.toMatch(/arguments|version|secret/);
    expect(await askedState('publish', { text: 'secret words' })).not.toBe(state);
  });

  it('is not taken where it cannot be known whether it was used', async () => {
    const both = { answers: accept, answeredState: await askedState() };
    host.state.first = async () => Promise.reject(new Error('gone'));
    expect(textOf(await send('publish', { text: 'x' }, both))).toMatch(/^internal/);
    expect(ran).toEqual([]);
  });
});

describe('the record of a call', () => {
  async function recorded(args: readonly string[], calls: [tool: string, change?: Partial<Exchange>][]) {
    const { host } = await hostOf(guarded({ ran, version }), args);
    const records: Pick<CallRecord, 'outcome' | 'approval'>[] = [];
    const on = { ...host, recorders: [{ call: (record: CallRecord) => void records.push(record) }] };
    let last: Answer = {};
    for (const [tool, change] of calls) {
      last = await send(tool, { text: 'x' }, { answeredState: last.requestState, ...change }, on);
    }
    return records.map(({ outcome, approval }) => ({ outcome, approval }));
  }

  it('names the approval where it was asked for, and where it was given', async () => {
    const [asked, done] = await recorded([], [['publish'], ['publish', { answers: accept }]]);
    expect([asked?.outcome, done?.outcome]).toEqual(['asked', 'ok']);
    expect(asked?.approval).toMatch(/^[\w-]{16}$/);
    expect(done?.approval).toBe(asked?.approval);
  });

  it('is preceded by an event and a warning where the operator waived it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ashlar-waiver-'));
    const file = join(folder, 'audit.jsonl');
    const { host, entries } = await hostOf(guarded(), [
      '--approve',
      'never',
      '--audit',
      file,
      '--tools',
      'erase,add',
    ]);
    await host.close();
    const events = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'waiver', name: 'approval waived', details: { tools: ['erase'] } }),
    );
    expect(entries).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'no tool waits until a person approves',
        tools: ['erase'],
      }),
    );
    rmSync(folder, { recursive: true });
  });

  it('is told as waived for the tools that may ask, and not for one that never would', async () => {
    const server = guarded();
    const never = server.tools.map((tool) => ({ ...tool, name: `${tool.name}_never`, approval: 'never' }));
    const { host, entries } = await hostOf({ ...server, tools: [...server.tools, ...never] } as AnyServer, [
      '--approve',
      'never',
    ]);
    await host.close();
    expect(entries).toContainEqual(expect.objectContaining({ tools: ['erase', 'publish', 'reply'] }));
  });

  it('says what ran without one that would have been asked, and nothing of the rest', async () => {
    expect(await recorded(['--approve', 'never'], [['publish'], ['erase'], ['reply'], ['add']])).toEqual([
      { outcome: 'ok', approval: 'waived' },
      { outcome: 'ok', approval: 'waived' },
      { outcome: 'ok', approval: undefined },
      { outcome: 'ok', approval: undefined },
    ]);
  });
});
