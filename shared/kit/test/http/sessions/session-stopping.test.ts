import { describe, expect, it, vi } from 'vitest';
import { startHttp } from '../../../src/testing/index.ts';
import { asking } from '../../fixture/asking-server.ts';
import { server } from '../../fixture/echo-server.ts';
import { serve } from '../../fixture/http.ts';
import { echoCommand } from '../../fixture/programs.ts';
import { initialize, openSession } from '../../fixture/session.ts';

describe('told to stop', () => {
  it('a server answers what is in flight in its sessions, and ends their streams', async () => {
    const { url, stop, host } = await serve(server, ['--sessions']);
    const session = await openSession(url);
    const [stream, call] = [await session.listen(), await session.call(2, 'pause', { ms: 150 })];
    await vi.waitUntil(() => host.inFlight.count > 1);
    const stopped = stop(5_000);
    expect((await initialize(url)).status).toBe(503);
    const { message } = await call.until((sent) => sent.message?.id === 2);
    expect(message?.result).toMatchObject({ content: [{ text: 'waited 150 ms' }] });
    await Promise.all([stopped, stream.ended, call.ended]);
    expect(host.inFlight.count).toBe(0);
  });

  it('it waits for a person no longer than for anything else', async () => {
    const { url, stop, host } = await serve(asking(), ['--sessions']);
    const session = await openSession(url, { capabilities: { elicitation: {} } });
    const call = await session.call(2, 'one', { kind: 'form' });
    await call.until(({ message }) => message?.method === 'elicitation/create');
    await Promise.all([stop(10), call.ended]);
    expect(host.inFlight.count).toBe(0);
  });

  it('by SIGTERM, the program ends with its streams (needs a Node that runs TypeScript)', async () => {
    const { url, raw } = await startHttp(echoCommand(['--sessions']));
    const stream = await (await openSession(url)).listen();
    raw.process.kill('SIGTERM');
    await stream.ended;
    expect(await raw.exited).toEqual({ code: 0, signal: null });
  });
});
