import { describe, expect, it, vi } from 'vitest';
import { approve } from '../../src/call/approve.ts';
import { call } from '../../src/call/call.ts';
import { record } from '../../src/call/entry.ts';
import type { CallContext, Caller } from '../../src/context.ts';
import { ToolError } from '../../src/errors.ts';
import { identify, permit } from '../../src/identity/permit.ts';
import { Limits } from '../../src/limits/limits.ts';
import { server } from '../fixture/echo-server.ts';
import { exchangeOf, hostOf } from '../fixture/host.ts';
import type { Notes } from '../fixture/notes.ts';
import { operationOf } from '../fixture/operation.ts';

// Spied on, and otherwise what they are.
vi.mock('../../src/identity/permit.ts', { spy: true });
vi.mock('../../src/call/approve.ts', { spy: true });
vi.mock('../../src/call/entry.ts', { spy: true });
const enter = vi.spyOn(Limits.prototype, 'enter');

const lastOrder = (spy: { mock: { invocationCallOrder: number[] } }) =>
  spy.mock.invocationCallOrder.at(-1) ?? 0;

describe('the path of a call', () => {
  it('takes its steps in their order, each once', async () => {
    const { host } = await hostOf(server);
    const operation = operationOf();
    const steps = [
      record,
      identify,
      permit,
      enter,
      operation.validate,
      approve,
      operation.run,
      operation.shape,
    ].map((step) => vi.mocked(step as typeof permit));
    const before = steps.map((step) => step.mock.calls.length);
    expect(await call(host, operation, exchangeOf())).toEqual({ shaped: 'value' });
    const order = steps.map(lastOrder);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(steps.map((step, index) => step.mock.calls.length - (before[index] ?? 0))).toEqual(
      Array(8).fill(1),
    );
    expect(operation.fail).not.toHaveBeenCalled();
  });

  it('hands on what each step made, and to the operation the domain and the context', async () => {
    const { host } = await hostOf(server);
    const operation = operationOf();
    await call(host, operation, exchangeOf());
    const [input, context] = operation.run.mock.calls[0] ?? [];
    expect(input).toBe('input');
    expect((context as CallContext<{ notes: Notes }>).notes.names()).toEqual(['first']);
    expect(context?.caller.subject).toBe('local');
    expect(context?.signal.aborted).toBe(false);
    expect(context?.progress(1, 2)).toBeUndefined();
  });

  it.each<[string, Caller | undefined, string]>([
    ['nobody vouched for', undefined, 'forbidden'],
    ['with a token for something else', { subject: 'x', scopes: ['other:read'], via: 'token' }, 'forbidden'],
    ['with a key for less', { subject: 'x', scopes: [], via: 'key' }, 'forbidden'],
  ])('runs nothing for a caller %s', async (_, caller, code) => {
    const { host, entries } = await hostOf({ ...server, open: () => expect.fail('was opened') });
    const operation = operationOf();
    expect(await call(host, operation, exchangeOf({ caller }))).toEqual({ failed: code });
    for (const step of [operation.validate, operation.run, operation.shape]) {
      expect(step).not.toHaveBeenCalled();
    }
    expect(entries.at(-1)).toMatchObject({ message: 'call', tool: 'probe', outcome: code });
  });

  it('does not run what is not valid, and leaves the limits it entered', async () => {
    const { host } = await hostOf(server);
    const leave = vi.fn();
    vi.mocked(enter).mockResolvedValueOnce(leave);
    const operation = operationOf({
      validate: () => {
        throw new ToolError('invalid_input', 'path: is required.');
      },
    });
    expect(await call(host, operation, exchangeOf())).toEqual({ failed: 'invalid_input' });
    expect(operation.run).not.toHaveBeenCalled();
    expect(leave).toHaveBeenCalledOnce();
  });

  it.each(['identify', 'permit', 'enter', 'approve'] as const)('ends where %s refuses', async (step) => {
    const refuse = () => {
      throw new ToolError('limited', 'No.');
    };
    vi.mocked({ identify, permit, enter, approve }[step] as typeof permit).mockImplementationOnce(refuse);
    const operation = operationOf();
    expect(await call((await hostOf(server)).host, operation, exchangeOf())).toEqual({ failed: 'limited' });
    expect(operation.run).not.toHaveBeenCalled();
  });

  it('tells a client that asked how far the call is', async () => {
    const notifyProgress = vi.fn();
    const operation = operationOf({
      run: async (_, { progress }) => {
        progress(1);
        progress(2, 3, 'nearly');
      },
    });
    await call((await hostOf(server)).host, operation, exchangeOf({ notifyProgress }));
    expect(notifyProgress.mock.calls).toEqual([
      [{ progress: 1 }],
      [{ progress: 2, total: 3, message: 'nearly' }],
    ]);
  });
});
