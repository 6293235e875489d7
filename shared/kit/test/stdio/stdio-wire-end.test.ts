import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { StdioWire } from '../../src/stdio/stdio-wire.ts';
import { request, wireOf } from '../fixture/wire.ts';

const line = (message: unknown) => `${JSON.stringify(message)}\n`;
const answer = (id: number | string) => ({ jsonrpc: '2.0' as const, id, result: {} });
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('requests in flight', () => {
  it('are those that were not answered or cancelled', async () => {
    const { wire, feed } = await wireOf();
    await feed(line(request(1)), line(request('1')), line(request(2)), line(request(3)));
    expect(wire.inFlight.count).toBe(4);
    await wire.send(answer(1));
    await wire.send({ jsonrpc: '2.0', id: 2, error: { code: -32_603, message: 'x' } });
    expect(wire.inFlight.count).toBe(2);
    await feed(line({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 3 } }));
    await wire.send(answer('1'));
    expect(wire.inFlight.count).toBe(0);
  });

  it('do not count notifications, answers or subscriptions, which nobody waits for', async () => {
    const { wire, feed, received } = await wireOf();
    await feed(line({ jsonrpc: '2.0', method: 'notifications/initialized' }));
    await feed(line(answer(9)), line(request('s', {}, 'subscriptions/listen')));
    expect([received.length, wire.inFlight.count]).toEqual([3, 0]);
  });

  it('are not lost count of where two have the same id', async () => {
    const { wire, feed } = await wireOf();
    await feed(line(request(1)), line(request(1)));
    await wire.send(answer(1));
    await wire.send(answer(1));
    expect(wire.inFlight.count).toBe(0);
  });

  it('are in flight until their answer has left', async () => {
    const { wire, feed, drain } = await wireOf('slow');
    await feed(line(request(1)));
    const sent = wire.send(answer(1));
    await settled();
    expect(wire.inFlight.count).toBe(1);
    drain();
    await sent;
    expect(wire.inFlight.count).toBe(0);
  });
});

describe('a client that does not read', () => {
  const big = { jsonrpc: '2.0' as const, id: 1, result: { text: 'x'.repeat(100_000) } };

  it('is not read from either, until it does', async () => {
    const { wire, input, received, drain } = await wireOf('slow');
    const sent = wire.send(big);
    expect(input.isPaused()).toBe(true);
    input.write(line(request(2)));
    await settled();
    expect(received).toEqual([]);
    drain();
    await sent;
    await settled();
    expect(input.isPaused()).toBe(false);
    expect(received).toEqual([request(2)]);
  });

  it('costs one listener, however many answers wait', async () => {
    const { wire, output, drain } = await wireOf('slow');
    const sent = Promise.all(Array.from({ length: 20 }, () => wire.send(big)));
    expect(output.listenerCount('drain')).toBe(1);
    drain();
    await sent;
    await settled();
    expect(output.listenerCount('drain')).toBe(0);
  });

  it('does not start to be read again after the end', async () => {
    const { wire, input, drain } = await wireOf('slow');
    void wire.send(big).catch(() => {});
    await wire.close();
    drain();
    await settled();
    expect(input.isPaused()).toBe(true);
  });
});

describe('the end of the input', () => {
  it('is told once, and leaves the way out open for answers', async () => {
    const { wire, input, feed, times, written } = await wireOf();
    await feed(line(request(1)));
    input.end();
    await settled();
    await settled();
    expect([times.end, times.close, wire.inFlight.count]).toEqual([1, 0, 1]);
    await wire.send(answer(1));
    expect(written).toEqual([answer(1)]);
  });

  it('is told where the input had ended before anybody listened', async () => {
    const input = new PassThrough();
    input.destroy();
    await settled();
    const wire = new StdioWire(input, new PassThrough());
    let ended = 0;
    wire.onend = () => void ended++;
    await wire.start();
    await settled();
    expect(ended).toBe(1);
  });
});

describe('the end of the wire', () => {
  it('comes with an error of the output (EPIPE): nothing is in flight, read or sent any more', async () => {
    const { wire, input, output, feed, times, errors, received } = await wireOf();
    await feed(line(request(1)));
    output.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    await settled();
    expect(errors).toEqual([expect.objectContaining({ code: 'EPIPE' })]);
    expect([times.close, wire.inFlight.count]).toEqual([1, 0]);
    await expect(wire.send(answer(1))).rejects.toThrow('closed');
    input.write(line(request(2)));
    await settled();
    expect(received).toHaveLength(1);
  });

  it('comes with an error of the input, and is told', async () => {
    const { input, times, errors } = await wireOf();
    input.destroy(new Error('read EIO'));
    await settled();
    expect(errors).toHaveLength(1);
    expect(times).toEqual({ end: 1, close: 1 });
  });

  it('comes once, and ends also what stands in the same chunk', async () => {
    const { wire, feed, received, written, times } = await wireOf();
    wire.onmessage = (message) => {
      received.push(message as never);
      void wire.close();
    };
    await feed(line(request(1)) + line(request(2)) + line('bad'));
    await wire.close();
    expect(times.close).toBe(1);
    expect([received, written]).toEqual([[request(1)], []]);
  });
});
