import type { Client } from '@modelcontextprotocol/client';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { AnyServer } from '../../src/index.ts';
import { definePrompt, defineResource, ToolError } from '../../src/index.ts';
import { CLIENTS, connectInProcess, type InProcess, type TestClient } from '../../src/testing/index.ts';
import { server as echoServer } from '../fixture/echo-server.ts';

let open: TestClient[] = [];
let lines: string[] = [];
afterEach(async () => {
  await Promise.all(open.map((client) => client.close()));
  [open, lines] = [[], []];
});

async function connect(server: AnyServer, settings: InProcess = {}) {
  const client = await connectInProcess(server, { ...settings, log: (line) => lines.push(line) });
  open.push(client);
  return { ...client, sdk: client.sdk as Client };
}

/** The echo server with one more resource and prompt, which answer whatever they are told to. */
function answering(answer: () => unknown): AnyServer {
  const about = { name: 'odd', title: 'Odd', description: 'Odd.' };
  const text = async () => answer() as never;
  const odd = defineResource({
    ...about,
    uri: 'odd://{name}',
    read: text,
    complete: { name: text },
  });
  const prompt = definePrompt({ ...about, input: z.object({ a: z.string().optional() }), render: text });
  return { ...echoServer, resources: [odd], prompts: [prompt] };
}

const completionOf = (sdk: Client, argument: { name: string; value: string }, uri = 'odd://{name}') =>
  sdk.complete({ ref: { type: 'ref/resource', uri }, argument }).then(({ completion }) => completion);

describe.each(CLIENTS)('with the %s client', (client) => {
  it('reads a resource, lists and fills a template, and renders a prompt', async () => {
    const { sdk } = await connect(echoServer, { client });
    expect(await sdk.readResource({ uri: 'echo://note/first' })).toMatchObject({
      contents: [{ text: 'one' }],
    });
    expect(await completionOf(sdk, { name: 'name', value: 'fi' }, 'echo://note/{name}')).toMatchObject({
      values: ['first'],
      total: 1,
      hasMore: false,
    });
    expect(await sdk.getPrompt({ name: 'summarise', arguments: { text: 'x' } })).toMatchObject({
      messages: [{ role: 'user', content: { text: 'Sum up: x' } }],
    });
  });

  it('says what does not exist, and records the attempt', async () => {
    const { sdk, call } = await connect(echoServer, { client });
    await expect(call('ehco\u202e')).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringMatching(/There is no tool "ehco\\\\u\{202e\}"\. There are: echo, count/),
    });
    await expect(sdk.readResource({ uri: 'echo://note/no' })).rejects.toMatchObject({ code: -32_602 });
    await expect(sdk.readResource({ uri: 'other://x' })).rejects.toMatchObject({ code: -32_602 });
    await expect(sdk.getPrompt({ name: 'no' })).rejects.toThrow('There is no prompt of that name.');
    const outcomes = lines.map((line) => JSON.parse(line)).filter(({ message }) => message === 'call');
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(4).fill('not_found'));
  });

  it('runs, reads, renders and completes nothing for a caller nobody vouched for', async () => {
    const never = { ...answering(() => expect.fail('ran')), open: () => expect.fail('was opened') };
    const { sdk, call } = await connect(never as AnyServer, { client, caller: null });
    expect(await call('echo', { text: 'x' })).toMatchObject({
      isError: true,
      content: [{ text: 'forbidden: The caller is not known. Authenticate and call again.' }],
    });
    for (const refused of [
      call('no_such_tool'),
      sdk.readResource({ uri: 'odd://x' }),
      sdk.readResource({ uri: 'no://such' }),
      sdk.getPrompt({ name: 'odd' }),
      sdk.getPrompt({ name: 'no' }),
    ]) {
      await expect(refused).rejects.toThrow('The caller is not known.');
    }
    expect(await completionOf(sdk, { name: 'name', value: '' })).toMatchObject({ values: [] });
  });
});

describe('what a resource or a prompt fails with', () => {
  it('is a protocol error with the code, the advice and nothing else', async () => {
    const { sdk } = await connect(
      answering(() => {
        throw new ToolError('unavailable', 'The disk is away.', {
          hint: 'Wait.',
          cause: new Error('/secret'),
        });
      }),
    );
    const error = {
      code: -32_602,
      message: expect.stringContaining('The disk is away. Wait.'),
      data: { code: 'unavailable', retryable: true },
    };
    await expect(sdk.readResource({ uri: 'odd://x' })).rejects.toMatchObject(error);
    await expect(sdk.getPrompt({ name: 'odd' })).rejects.toMatchObject(error);
  });

  it.each<[string, () => unknown]>([
    ['throws', () => expect.fail('/secret/place')],
    [
      'returns a cycle',
      () => {
        const value: unknown[] = [];
        return [value.push(value), value];
      },
    ],
  ])('is an id where it %s', async (_, answer) => {
    const { sdk } = await connect(answering(answer));
    for (const answered of [sdk.readResource({ uri: 'odd://x' }), sdk.getPrompt({ name: 'odd' })]) {
      const error = await answered.then(
        () => expect.fail('succeeded'),
        (thrown: Error) => thrown,
      );
      expect(error).toMatchObject({ code: -32_603 });
      expect(error.message).toMatch(/Internal error [\da-f]{12}\./);
      expect(error.message).not.toContain('/secret/place');
    }
    expect(lines.filter((line) => line.includes('"errorId"'))).toHaveLength(2);
  });

  it('is said where it is too large to send', async () => {
    const text = 'x'.repeat(9 * 1024 * 1024);
    const { sdk } = await connect(answering(() => ({ contents: [{ uri: 'odd://x', text }] })));
    await expect(sdk.readResource({ uri: 'odd://x' })).rejects.toThrow('larger than 8 MiB');
  });

  it('names the argument of a prompt that is wrong', async () => {
    const { sdk } = await connect(echoServer);
    await expect(sdk.getPrompt({ name: 'summarise' })).rejects.toThrow('text: is required.');
    const mistyped = sdk.getPrompt({ name: 'summarise', arguments: { text: 'x', txet: 'y' } });
    await expect(mistyped).rejects.toThrow('txet: unknown argument. The arguments are: text.');
  });
});

describe('a completion', () => {
  it('has at most 100 values and says how many there are', async () => {
    const { sdk } = await connect(answering(() => Array.from({ length: 250 }, (_, index) => `v${index}`)));
    const { values, total, hasMore } = await completionOf(sdk, { name: 'name', value: 'v' });
    expect([values.length, total, hasMore]).toEqual([100, 250, true]);
  });

  it('has no values where nothing is completed, and none where it fails', async () => {
    const { sdk } = await connect(answering(() => expect.fail('/secret/place')));
    for (const name of ['name', 'other', 'constructor', '__proto__']) {
      expect(await completionOf(sdk, { name, value: '' }), name).toMatchObject({ values: [] });
    }
    expect(await completionOf(sdk, { name: 'name', value: '' }, 'no://such')).toMatchObject({ values: [] });
  });
});
