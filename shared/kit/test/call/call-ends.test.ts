import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { call } from '../../src/call/call.ts';
import { ToolError } from '../../src/errors.ts';
import { server } from '../fixture/echo-server.ts';
import { exchangeOf, hostOf } from '../fixture/host.ts';
import { operationOf } from '../fixture/operation.ts';

describe('a call that is given up on', () => {
  const deaf = (ms: number) => operationOf({ run: () => wait(ms, 'late') });

  it('is a timeout when its time is up, whether the tool listens or not', async () => {
    const { host } = await hostOf(server);
    host.callTimeoutMs = 10;
    expect(await call(host, deaf(60_000), exchangeOf())).toEqual({ failed: 'timeout' });
    expect(host.inFlight.count).toBe(0);
  });

  it('is cancelled when the client says so, and the tool is told', async () => {
    const controller = new AbortController();
    const operation = deaf(60_000);
    const answer = call((await hostOf(server)).host, operation, exchangeOf({ signal: controller.signal }));
    await vi.waitUntil(() => operation.run.mock.calls.length > 0);
    controller.abort();
    expect(await answer).toEqual({ failed: 'cancelled' });
    expect(operation.run.mock.calls[0]?.[1].signal.aborted).toBe(true);
  });

  it('does not begin when it was cancelled before', async () => {
    const operation = operationOf();
    expect(
      await call((await hostOf(server)).host, operation, exchangeOf({ signal: AbortSignal.abort() })),
    ).toEqual({
      failed: 'cancelled',
    });
    expect(operation.run).not.toHaveBeenCalled();
  });

  it('may fail as late as it likes', async () => {
    const { host } = await hostOf(server);
    host.callTimeoutMs = 5;
    const late = operationOf({ run: () => wait(20).then(() => Promise.reject(new Error('late'))) });
    expect(await call(host, late, exchangeOf())).toEqual({ failed: 'timeout' });
    await wait(40); // an unhandled rejection in here fails the whole run
  });
});

describe('the record', () => {
  it('says what was asked, how it ended and how long it took, under the id of the request', async () => {
    const { host, entries } = await hostOf(server);
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
    const { host, entries } = await hostOf(server);
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
    const { host } = await hostOf({ ...server, open });
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
    const { host } = await hostOf({ ...server, open });
    expect(await call(host, operationOf(), exchangeOf())).toEqual({ failed: 'unavailable' });
    expect(await call(host, operationOf(), exchangeOf())).toEqual({ failed: 'unavailable' });
    expect(await call(host, operationOf(), exchangeOf())).toEqual({ shaped: 'value' });
  });

  it('is closed with the host, and only if it was opened', async () => {
    const close = vi.fn();
    const open = () => ({ ...server.open({}, { readOnly: false, warn() {} }), close });
    const { host } = await hostOf({ ...server, open } as never);
    await host.close();
    expect(close).not.toHaveBeenCalled();
    await host.domain();
    await host.close();
    expect(close).toHaveBeenCalledOnce();
  });
});
