import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { failure, sendable, success, toToolError } from '../../src/call/result.ts';
import type { Tool } from '../../src/define.ts';
import { ToolError } from '../../src/errors.ts';
import { MAX_RESULT_BYTES } from '../../src/limits/limit-options.ts';
import { createLog } from '../../src/log/log.ts';
import { connectInProcess } from '../../src/testing/in-process.ts';
import type { Result, TestClient } from '../../src/testing/index.ts';
import { misbehaving } from '../fixture/misbehaving-server.ts';
import { echo } from '../fixture/tools.ts';

const lines: string[] = [];
const log = createLog({ level: 'debug', fields: {}, pretty: false, write: (line) => lines.push(line) });
let client: TestClient;

beforeAll(async () => {
  client = await connectInProcess(misbehaving, { log: (line) => lines.push(line) });
});
afterAll(() => client.close());

const everything = (result: Result) => JSON.stringify(result);

describe('what is not a ToolError', () => {
  it.each([
    'throw_error',
    'throw_text',
    'throw_nothing',
    'return_nothing',
    'return_number',
    'return_big_int',
    'return_cycle',
  ])('%s: tells the client an id and nothing else, and the log all of it', async (tool) => {
    const result = await client.call(tool);
    const id = /Internal error ([\da-f]{12})\./.exec(everything(result))?.[1];
    expect(id).toBeDefined();
    expect(result).toEqual({
      content: [
        {
          type: 'text',
          text: `internal: Internal error ${id}. Tell the operator the id ${id}: the details are in the server's log.`,
        },
      ],
      isError: true,
      _meta: expect.objectContaining({ 'dev.ashlar/error': { code: 'internal', retryable: false } }),
    });
    const entry = lines.find((line) => line.includes(String(id)));
    expect(JSON.parse(entry ?? '{}')).toMatchObject({ level: 'error', errorId: id });
    if (tool.startsWith('throw_') && tool !== 'throw_nothing') expect(entry).toContain('/srv/secret/place');
  });

  it('has an id of its own every time', () => {
    expect(toToolError('x', log).message).not.toBe(toToolError('x', log).message);
  });

  it('is left as it is where it is one', () => {
    const error = new ToolError('conflict', 'It changed.');
    expect(toToolError(error, log)).toBe(error);
  });
});

describe('structured output', () => {
  it('is what the schema names and nothing more, in both forms', async () => {
    const result = await client.call('answer', { with: 'extra' });
    expect(result.structuredContent).toEqual({ id: 1, inner: { id: 2 } });
    expect(result.content).toEqual([{ type: 'text', text: '{"id":1,"inner":{"id":2}}' }]);
    expect(everything(result)).not.toContain('hunter2');
  });

  it.each(['wrong', 'big_int'])('that is %s is a fault of ours, and says nothing of itself', async (how) => {
    const result = await client.call('answer', { with: how });
    expect(result.isError).toBe(true);
    expect(everything(result)).toMatch(/internal: Internal error [\da-f]{12}\./);
    expect(everything(result)).not.toContain('/srv/secret/place');
  });
});

describe('a failure', () => {
  it('says its code, what happened and what to do, and carries what a program needs', () => {
    const error = new ToolError('limited', 'Too often.', { hint: 'Wait.', retryAfterMs: 500 });
    expect(failure(error)).toEqual({
      content: [{ type: 'text', text: 'limited: Too often. Wait.' }],
      isError: true,
      _meta: { 'dev.ashlar/error': { code: 'limited', retryable: true, retryAfterMs: 500 } },
    });
  });

  it('says whether trying again can help, where there is no better advice', () => {
    expect(failure(new ToolError('unavailable', 'Gone.')).content).toEqual([
      { type: 'text', text: 'unavailable: Gone. The same call may succeed later.' },
    ]);
    expect(failure(new ToolError('forbidden', 'No.')).content).toEqual([
      { type: 'text', text: 'forbidden: No.' },
    ]);
  });

  it('keeps what was underneath from the client', () => {
    const error = new ToolError('upstream', 'It refused.', { cause: new Error('hunter2') });
    expect(JSON.stringify(failure(error))).not.toContain('hunter2');
  });
});

describe('a result too large to send', () => {
  const bytesOf = (value: unknown) =>
    Buffer.byteLength(JSON.stringify(sendable(success(echo as Tool<unknown>, value))));
  const ofBytes = (character: string, bytes: number) =>
    character.repeat(Math.floor(bytes / Buffer.byteLength(JSON.stringify(character).slice(1, -1))));

  it('is refused with what to do', async () => {
    const result = await client.call('return_mebibytes', { ms: 9 });
    expect(result).toMatchObject({
      isError: true,
      content: [{ text: 'limited: The result is larger than 8 MiB. Ask for less at once.' }],
    });
  });

  it.each(['x', '"', 'é', '丁', '🙂', '\u0000', '\ud800', '\n'])(
    'is measured as it is sent, also where %j takes more bytes than it has characters',
    (character) => {
      expect(() => bytesOf(ofBytes(character, MAX_RESULT_BYTES + 10_000))).toThrow('larger than 8 MiB');
      expect(bytesOf(ofBytes(character, MAX_RESULT_BYTES - 10_000))).toBeLessThanOrEqual(MAX_RESULT_BYTES);
    },
  );

  it('counts media, links and everything else that is in it', () => {
    const big = 'x'.repeat(MAX_RESULT_BYTES);
    for (const block of [
      { type: 'image', data: big, mimeType: 'image/png' },
      { type: 'audio', data: big, mimeType: 'audio/wav' },
      { type: 'resource', resource: { uri: 'x:y', text: big } },
      { type: 'text', text: '', _meta: { big } },
    ]) {
      expect(() => sendable(success(echo as Tool<unknown>, [block]))).toThrow('larger than 8 MiB');
    }
    const image = { type: 'image', data: 'x'.repeat(MAX_RESULT_BYTES - 1_000), mimeType: 'image/png' };
    expect(() => sendable(success(echo as Tool<unknown>, [image]))).not.toThrow();
  });

  it('is measured where it is data, too: as data and as the text of it', () => {
    const shape = z.object({ text: z.string() });
    const tool = { ...(echo as Tool<unknown>), output: shape } as Tool<unknown>;
    fc.assert(
      fc.property(
        fc.constantFrom('x', '"', '\\', 'é', '丁', '🙂', '\u0000', '\u007f', '\ud800'),
        fc.integer({ min: 0, max: 300 }),
        (character, times) => {
          const given = () => success(tool, { text: character.repeat(times) });
          const bytes = Buffer.byteLength(JSON.stringify(given()));
          expect(() => sendable(given(), bytes)).not.toThrow();
          expect(() => sendable(given(), bytes - 1)).toThrow(ToolError);
        },
      ),
    );
  });
});
