import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { approve } from '../src/call/approve.ts';
import { call, type Operation } from '../src/call/call.ts';
import type { CallContext, Caller } from '../src/call/context.ts';
import { identify, permit } from '../src/call/identify.ts';
import { enter } from '../src/call/limits.ts';
import { record } from '../src/call/record.ts';
import { ToolError } from '../src/errors.ts';
import { server } from './echo-server.ts';
import { exchangeOf, hostOf } from './fixture/host.ts';
import type { Notes } from './fixture/notes.ts';

// Spied on, and otherwise what they are.
vi.mock('../src/call/identify.ts', { spy: true });
vi.mock('../src/call/limits.ts', { spy: true });
vi.mock('../src/call/approve.ts', { spy: true });
vi.mock('../src/call/record.ts', { spy: true });

/** An operation that succeeds unless it is told otherwise, and whose steps are spied on. */
function operationOf(change: Partial<Operation<unknown>> = {}) {
  const operation = {
    kind: 'tool' as const,
    name: 'probe',
    access: 'read' as const,
    validate: (): unknown => 'input',
    run: async (): Promise<unknown> => 'value',
    shape: (value: unknown): unknown => ({ shaped: value }),
    fail: (error: ToolError): unknown => ({ failed: error.code }),
    ...change,
  } satisfies Operation<unknown>;
  return {
    ...operation,
    validate: vi.fn(operation.validate),
    run: vi.fn(operation.run as (input: unknown, context: CallContext<unknown>) => Promise<unknown>),
    shape: vi.fn(operation.shape),
    fail: vi.fn(operation.fail),
  };
}

const lastOrder = (spy: { mock: { invocationCallOrder: number[] } }) =>
  spy.mock.invocationCallOrder.at(-1) ?? 0;

describe('the path of a call', () => {
  it('takes its steps in their order, each once', async () => {
    const { host } = hostOf(server);
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
    const { host } = hostOf(server);
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
    ['with a token', { subject: 'x', scopes: ['echo:read'], via: 'token' }, 'forbidden'],
    ['with a key', { subject: 'x', scopes: ['echo:read'], via: 'key' }, 'forbidden'],
  ])('runs nothing for a caller %s', async (_, caller, code) => {
    const { host, entries } = hostOf({ ...server, open: () => expect.fail('was opened') });
    const operation = operationOf();
    expect(await call(host, operation, exchangeOf({ caller }))).toEqual({ failed: code });
    for (const step of [operation.validate, operation.run, operation.shape]) {
      expect(step).not.toHaveBeenCalled();
    }
    expect(entries.at(-1)).toMatchObject({ message: 'call', tool: 'probe', outcome: code });
  });

  it('does not run what is not valid, and leaves the limits it entered', async () => {
    const { host } = hostOf(server);
    const leave = vi.fn();
    vi.mocked(enter).mockReturnValueOnce(leave);
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
    expect(await call(hostOf(server).host, operation, exchangeOf())).toEqual({ failed: 'limited' });
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
    await call(hostOf(server).host, operation, exchangeOf({ notifyProgress }));
    expect(notifyProgress.mock.calls).toEqual([
      [{ progress: 1 }],
      [{ progress: 2, total: 3, message: 'nearly' }],
    ]);
  });
});

describe('a call that is given up on', () => {
  const deaf = (ms: number) => operationOf({ run: () => wait(ms, 'late') });

  it('is a timeout when its time is up, whether the tool listens or not', async () => {
    const { host } = hostOf(server);
    host.callTimeoutMs = 10;
    expect(await call(host, deaf(60_000), exchangeOf())).toEqual({ failed: 'timeout' });
    expect(host.inFlight.count).toBe(0);
  });

  it('is cancelled when the client says so, and the tool is told', async () => {
    const controller = new AbortController();
    const operation = deaf(60_000);
    const answer = call(hostOf(server).host, operation, exchangeOf({ signal: controller.signal }));
    await vi.waitUntil(() => operation.run.mock.calls.length > 0);
    controller.abort();
    expect(await answer).toEqual({ failed: 'cancelled' });
    expect(operation.run.mock.calls[0]?.[1].signal.aborted).toBe(true);
  });

  it('does not begin when it was cancelled before', async () => {
    const operation = operationOf();
    expect(await call(hostOf(server).host, operation, exchangeOf({ signal: AbortSignal.abort() }))).toEqual({
      failed: 'cancelled',
    });
    expect(operation.run).not.toHaveBeenCalled();
  });

  it('may fail as late as it likes', async () => {
    const { host } = hostOf(server);
    host.callTimeoutMs = 5;
    const late = operationOf({ run: () => wait(20).then(() => Promise.reject(new Error('late'))) });
    expect(await call(host, late, exchangeOf())).toEqual({ failed: 'timeout' });
    await wait(40); // an unhandled rejection in here fails the whole run
  });
});

describe('the record', () => {
  it('says what was asked, how it ended and how long it took, under the id of the request', async () => {
    const { host, entries } = hostOf(server);
    await call(host, operationOf(), exchangeOf({ requestId: 'r-1' }));
    expect(entries).toEqual([
      expect.objectContaining({
        level: 'debug',
        requestId: 'r-1',
        tool: 'probe',
        outcome: 'ok',
        ms: expect.any(Number),
      }),
    ]);
  });

  it('is closed once and counts the call in and out, also where shaping fails', async () => {
    const { host, entries } = hostOf(server);
    const counted: number[] = [];
    const operation = operationOf({
      run: async () => counted.push(host.inFlight.count),
      shape: () => {
        throw new Error('cannot be shaped');
      },
    });
    expect(await call(host, operation, exchangeOf())).toEqual({ failed: 'internal' });
    expect([...counted, host.inFlight.count]).toEqual([1, 0]);
    expect(entries.filter(({ message }) => message === 'call')).toEqual([
      expect.objectContaining({ outcome: 'internal' }),
    ]);
  });
});

describe('the domain', () => {
  it('is opened once, at the first call that needs it', async () => {
    const open = vi.fn(server.open);
    const { host } = hostOf({ ...server, open });
    expect(open).not.toHaveBeenCalled();
    await Promise.all([1, 2, 3].map(() => call(host, operationOf(), exchangeOf())));
    expect(open).toHaveBeenCalledOnce();
  });

  it('is opened again by the next call where it could not be', async () => {
    const open = vi
      .fn(server.open)
      .mockImplementationOnce(() => {
        throw new ToolError('unavailable', 'The database is away.');
      })
      .mockRejectedValueOnce(new ToolError('unavailable', 'The database is away.'));
    const { host } = hostOf({ ...server, open });
    expect(await call(host, operationOf(), exchangeOf())).toEqual({ failed: 'unavailable' });
    expect(await call(host, operationOf(), exchangeOf())).toEqual({ failed: 'unavailable' });
    expect(await call(host, operationOf(), exchangeOf())).toEqual({ shaped: 'value' });
  });

  it('is closed with the host, and only if it was opened', async () => {
    const close = vi.fn();
    const open = () => ({ ...server.open({}, { readOnly: false, warn() {} }), close });
    const { host } = hostOf({ ...server, open } as never);
    await host.close();
    expect(close).not.toHaveBeenCalled();
    await host.domain();
    await host.close();
    expect(close).toHaveBeenCalledOnce();
  });
});
