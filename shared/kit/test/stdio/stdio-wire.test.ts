import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { MAX_MESSAGE_BYTES } from '../../src/stdio/stdio-wire.ts';
import { request, wireOf } from '../fixture/wire.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('lines', () => {
  it('are put together however they were cut, and taken apart however they were joined', async () => {
    const messages = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 });
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(
        messages,
        sizes,
        fc.constantFrom('\n', '\r\n', '\n\n \t\n'),
        async (texts, cuts, end) => {
          const { received, feed } = await wireOf();
          const sent = texts.map((text, id) => request(id, { text }));
          const bytes = Buffer.from(sent.map((message) => JSON.stringify(message) + end).join(''));
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = cuts[turn % cuts.length] ?? 1;
            await feed(bytes.subarray(at, at + size));
            at += size;
          }
          expect(received).toEqual(sent);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are whole only when they have ended', async () => {
    const { received, feed } = await wireOf();
    await feed(JSON.stringify(request(1)));
    expect(received).toEqual([]);
    await feed('\n');
    expect(received).toEqual([request(1)]);
  });

  it('are nothing where they are empty', async () => {
    const { received, written, feed } = await wireOf();
    await feed('\n', '\r\n', '   \n', '\n\n\n');
    expect([received, written]).toEqual([[], []]);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['{"bad', -32_700, null],
    ['\u0000', -32_700, null],
    ['{"jsonrpc":"2.0","id":1,}', -32_700, null],
    ['[]', -32_600, null],
    ['[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32_600, null],
    ['null', -32_600, null],
    ['42', -32_600, null],
    ['"text"', -32_600, null],
    ['{}', -32_600, null],
    ['{"jsonrpc":"1.0","id":1,"method":"ping"}', -32_600, 1],
    ['{"id":"a","method":"ping"}', -32_600, 'a'],
    ['{"jsonrpc":"2.0","id":null,"method":"ping"}', -32_600, null],
    ['{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32_600, null],
    ['{"jsonrpc":"2.0","id":1e300,"method":"ping"}', -32_600, null],
    ['{"jsonrpc":"2.0","id":{},"method":"ping"}', -32_600, null],
    ['{"jsonrpc":"2.0","id":1,"method":7}', -32_600, 1],
    ['{"jsonrpc":"2.0","id":1,"method":"ping","params":5}', -32_600, 1],
    ['{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}', -32_600, 1],
    ['{"jsonrpc":"2.0","id":1,"method":"ping","params":null}', -32_600, 1],
    ['{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":5}}', -32_600, 1],
    ['{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"progressToken":{}}}}', -32_600, 1],
    ['{"jsonrpc":"2.0","id":1,"method":"ping","more":1}', -32_600, 1],
    ['{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}', -32_600, 1],
    ['{"jsonrpc":"2.0","id":1}', -32_600, 1],
  ])('%s is answered, and the next message is read', async (line, code, id) => {
    const { received, written, feed, wire } = await wireOf();
    await feed(`${line}\n${JSON.stringify(request(2))}\n`);
    expect(written).toEqual([{ jsonrpc: '2.0', id, error: { code, message: expect.any(String) } }]);
    expect(received).toEqual([request(2)]);
    expect(wire.inFlight.count).toBe(1);
  });

  it('is never thrown, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 5 }),
        async (chunks) => {
          const { written, feed, errors } = await wireOf();
          for (const chunk of chunks) await feed(chunk);
          await feed('\n');
          for (const answer of written) expect(answer).toMatchObject({ jsonrpc: '2.0', id: null });
          expect(errors).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a message that is too long', () => {
  const padded = (length: number) => {
    const frame = JSON.stringify(request(1, { text: '' })).length;
    return JSON.stringify(request(1, { text: 'x'.repeat(length - frame) }));
  };

  it('is read up to 10 MiB', async () => {
    const { received, written, feed } = await wireOf();
    await feed(`${padded(MAX_MESSAGE_BYTES)}\n`);
    expect(received).toHaveLength(1);
    expect(written).toEqual([]);
  });

  it('is answered past that, and the next message is read', async () => {
    const { received, written, feed } = await wireOf();
    await feed(`${padded(MAX_MESSAGE_BYTES + 1)}\n${JSON.stringify(request(2))}\n`);
    expect(written).toEqual([
      {
        jsonrpc: '2.0',
        id: null,
        error: { code: -32_600, message: `A message may be at most ${MAX_MESSAGE_BYTES} bytes.` },
      },
    ]);
    expect(received).toEqual([request(2)]);
  });

  it('of 50 MB is not kept', async () => {
    const { received, written, feed } = await wireOf();
    const bytes = () => {
      collectGarbage();
      return process.memoryUsage().arrayBuffers;
    };
    const before = bytes();
    for (let megabytes = 0; megabytes < 50; megabytes++) await feed(Buffer.alloc(1_000_000, 'x'));
    // Buffers are given back by a thread of their own, a moment after they were found to be garbage.
    await vi.waitFor(() => expect(bytes() - before).toBeLessThan(5_000_000), { timeout: 10_000 });
    expect(written).toEqual([]);
    await feed(`\n${JSON.stringify(request(2))}\n`);
    expect(written).toHaveLength(1);
    expect(received).toEqual([request(2)]);
  });
});
