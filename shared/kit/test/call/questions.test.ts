import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call } from '../../src/call/call.ts';
import type { Exchange } from '../../src/call/exchange.ts';
import { promptOperation, resourceOperation, toolOperation } from '../../src/call/operations.ts';
import type { Caller } from '../../src/context.ts';
import type { Host } from '../../src/host/host.ts';
import { asking } from '../fixture/asking-server.ts';
import { exchangeOf, hostOf } from '../fixture/host.ts';
import { operationOf } from '../fixture/operation.ts';

const ann: Caller = { subject: 'ann', tenant: 'acme', scopes: ['asking:destroy'], via: 'token' };
const ALL = ['form', 'url', 'sampling', 'roots'] as const;
const MUST = { access: 'write', destructive: true, own: 'must' } as const;
const yes = (content: object) => ({ action: 'accept', content });

let host: Host;
let began: string[];
let version: { value: string };

beforeEach(async () => {
  began = [];
  version = { value: '1' };
  ({ host } = await hostOf(asking(began, version)));
});
afterEach(async () => {
  vi.useRealTimers();
  await host.close();
});

interface Answer {
  resultType?: string;
  requestState?: string;
  inputRequests?: Record<string, { method: string; params?: { message?: string } }>;
  content?: { text: string }[];
  isError?: boolean;
}

async function send(
  tool: string,
  args: object = {},
  change: Partial<Exchange> = {},
  on = host,
): Promise<Answer> {
  const ready = on.surface.tools.get(tool);
  if (ready === undefined) throw new Error(`no tool ${tool}`);
  const exchange = exchangeOf({ caller: ann, abilities: ALL, ...change });
  return (await call(on, toolOperation(ready, args), exchange)) as Answer;
}

const textOf = ({ content }: Answer) => content?.[0]?.text ?? '';

describe('a tool that asks', () => {
  it('ends with the question, and is run again from its start with the answer', async () => {
    const asked = await send('one', { text: 'x' });
    expect(asked).toMatchObject({
      resultType: 'input_required',
      inputRequests: { one: { method: 'elicitation/create' } },
    });
    const change = { answers: { one: yes({ text: 'red' }) }, answeredState: asked.requestState };
    expect(JSON.parse(textOf(await send('one', { text: 'x' }, change)))).toEqual({
      one: { kind: 'elicit', action: 'accept', content: { text: 'red' } },
    });
    expect(began).toEqual(['x', 'x']);
  });

  it('is given what was answered in each round, and is told of a refusal', async () => {
    const first = await send('two');
    expect(Object.keys(first.inputRequests ?? {})).toEqual(['first']);
    const second = await send(
      'two',
      {},
      { answers: { first: yes({ text: 'a' }) }, answeredState: first.requestState },
    );
    expect(Object.keys(second.inputRequests ?? {})).toEqual(['second', 'third']);
    const model = { role: 'assistant', content: { type: 'text', text: 'c' }, model: 'm' };
    // A later round does not change what an earlier one has answered.
    const answers = { first: yes({ text: 'z' }), second: yes({ text: 'b' }), third: model };
    const last = await send('two', {}, { answers, answeredState: second.requestState });
    expect(JSON.parse(textOf(last))).toEqual([{ text: 'a' }, { text: 'b' }, { type: 'text', text: 'c' }]);
    const declined = { answers: { first: { action: 'decline' } }, answeredState: first.requestState };
    expect(textOf(await send('two', {}, declined))).toBe('decline');
  });

  it('asks again for what is missing, is of another kind or is no answer at all', async () => {
    const { requestState } = await send('one');
    const nothing = [
      undefined,
      {},
      { other: yes({}) },
      { one: 5 },
      { one: null },
      { one: { roots: [] } },
      { one: {} },
    ];
    for (const answers of nothing) {
      const asked = await send('one', {}, { answers, answeredState: requestState });
      expect(asked.resultType, JSON.stringify(answers)).toBe('input_required');
    }
  });

  it('takes an answer that comes with the first call', async () => {
    expect(textOf(await send('one', {}, { answers: { one: yes({ text: 'a' }), more: 1 } }))).toContain('"a"');
  });

  it.each([
    ['form', 'elicitation/create', { elicitation: { form: {} } }],
    ['page', 'elicitation/create', { elicitation: { url: {} } }],
    ['words', 'sampling/createMessage', { sampling: {} }],
    ['roots', 'roots/list', { roots: {} }],
  ] as const)(
    'is refused %s by a client that cannot answer it, with what that takes',
    async (kind, method, required) => {
      expect((await send('one', { kind })).inputRequests?.one?.method).toBe(method);
      const ability = { form: 'form', page: 'url', words: 'sampling', roots: 'roots' }[kind];
      const abilities = ALL.filter((one) => one !== ability);
      await expect(send('one', { kind }, { abilities })).rejects.toMatchObject({
        code: -32_021,
        data: { requiredCapabilities: required },
      });
      const legacy = await send('one', { kind }, { abilities, era: 'legacy' });
      expect([legacy.isError, textOf(legacy)]).toEqual([
        true,
        expect.stringMatching(/^forbidden: This takes a client that can /),
      ]);
    },
  );
});

describe('a tool that is approved, and asks for more', () => {
  /** The state of each round: of the approval, of the first question and of the second. */
  const rounds = async () => {
    const approval = (await send('approved')).requestState;
    const first = await send('approved', {}, { answers: { approval: yes({}) }, answeredState: approval });
    expect(Object.keys(first.inputRequests ?? {})).toEqual(['approval']);
    const second = await answerFirst(first.requestState);
    expect(Object.keys(second.inputRequests ?? {})).toEqual(['last']);
    return [approval, first.requestState, second.requestState];
  };
  const answerFirst = (answeredState?: string) =>
    send('approved', {}, { answers: { approval: yes({ text: 'red' }) }, answeredState });
  const answerLast = (answeredState?: string, on = host) =>
    send('approved', {}, { answers: { last: yes({ text: 'blue' }) }, answeredState }, on);
  const refused = /^forbidden: This is no approval of this call/;

  it('runs once for one approval, whichever round is sent again', async () => {
    const [approval, first, second] = await rounds();
    expect(textOf(await answerLast(second))).toBe('done');
    expect(textOf(await answerLast(second))).toMatch(refused);
    expect(textOf(await answerFirst(first))).toMatch(refused);
    expect(textOf(await answerFirst(approval))).toMatch(refused);
    expect(began).toEqual(['red blue']);
  });

  it('does not run once what was approved has changed', async () => {
    const [, , second] = await rounds();
    version.value = '2';
    expect(textOf(await answerLast(second))).toMatch(/^conflict: What was approved has changed/);
    expect(began).toEqual([]);
  });

  it('does not run with other arguments, whether it would ask then or not', async () => {
    const [, , answeredState] = await rounds();
    const other = await send('approved', { text: 'at once' }, { answers: {}, answeredState });
    expect(textOf(other)).toMatch(refused);
  });

  it('does not run where there is no form to ask in', async () => {
    const approval = { title: 'X', guarded: async () => MUST, preview: undefined };
    const operation = operationOf({ approval });
    const exchange = exchangeOf({ abilities: ['form'] });
    expect(await call(host, operation, exchange)).toEqual({ failed: 'internal' });
    expect(operation.run).not.toHaveBeenCalled();
  });

  it('does not run with answers that were given before anybody had to approve', async () => {
    const { host: waived } = await hostOf(asking(began, version), ['--approve=never']);
    const open = { ...waived, state: host.state };
    const { requestState } = await send('approved', {}, {}, open);
    expect(textOf(await answerLast(requestState))).toMatch(refused);
    expect((await answerLast(requestState, open)).resultType).toBe('input_required');
    expect(began).toEqual([]);
    await waived.close();
  });
});

describe('a request state', () => {
  const answers = { one: yes({ text: 'a' }) };
  const refused = { code: -32_602, message: expect.stringMatching(/^requestState: is of another call/) };
  const state = async (tool = 'one', args: object = {}, change: Partial<Exchange> = {}) =>
    (await send(tool, args, change)).requestState ?? '';

  it('is refused where it was altered or made up', async () => {
    const good = await state();
    for (const answeredState of [`${good}x`, good.slice(1), `A${good}`, 'made up', '']) {
      await expect(send('one', {}, { answers, answeredState })).rejects.toMatchObject(refused);
    }
  });

  it('is refused for other arguments, another tool, another caller and another server', async () => {
    const answeredState = await state('one', { text: 'x' });
    const given = { answers, answeredState };
    await expect(send('one', { text: 'y' }, given)).rejects.toMatchObject(refused);
    await expect(send('two', { text: 'x' }, given)).rejects.toMatchObject(refused);
    await expect(
      send('one', { text: 'x' }, { ...given, caller: { ...ann, subject: 'bob' } }),
    ).rejects.toMatchObject(refused);
    const other = await hostOf(asking());
    await expect(send('one', { text: 'x' }, given, other.host)).rejects.toMatchObject(refused);
    await other.host.close();
    expect(textOf(await send('one', { text: 'x' }, given))).toContain('"a"');
  });

  it('is refused after ten minutes', async () => {
    const answeredState = await state();
    vi.useFakeTimers({ now: Date.now() + 10 * 60_000 + 1, toFake: ['Date'] });
    await expect(send('one', {}, { answers, answeredState })).rejects.toMatchObject(refused);
  });

  it('of a question is no approval, and that of an approval no answer', async () => {
    const answeredState = await state();
    const approval = { approval: yes({}), one: yes({}) };
    expect(textOf(await send('approved', {}, { answers: approval, answeredState }))).toMatch(
      /^forbidden: This is no approval/,
    );
    const approvalState = await state('approved');
    await expect(send('one', {}, { answers, answeredState: approvalState })).rejects.toMatchObject(refused);
  });

  it('tells nobody what was answered', async () => {
    const { requestState = '' } = await send('two', {}, { answers: { first: yes({ text: 'my secret' }) } });
    expect(Buffer.from(requestState, 'base64url').toString('latin1')).not.toContain('secret');
  });
});

it('prompts and resources ask in the same way', async () => {
  const prompt = host.surface.prompts.get('asked');
  const resource = host.surface.resources.get('asking://one');
  if (prompt === undefined || resource === undefined) throw new Error('not there');
  const operations = [promptOperation(prompt, {}), resourceOperation(resource, 'asking://one', {})];
  for (const operation of operations) {
    const exchange = exchangeOf({ caller: ann, abilities: ALL });
    const asked = (await call<unknown>(host, operation as never, exchange)) as Answer;
    expect(asked.resultType).toBe('input_required');
    const answered = {
      ...exchange,
      answers: { one: yes({ text: 'red' }) },
      answeredState: asked.requestState,
    };
    expect(JSON.stringify(await call<unknown>(host, operation as never, answered))).toContain('red');
  }
});
