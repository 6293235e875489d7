import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import { defineServer, defineTool } from '../../../src/index.ts';
import { connectHttp } from '../../../src/testing/index.ts';
import { server } from '../../fixture/echo-server.ts';
import { serve } from '../../fixture/http.ts';
import { openSession, type RawSession, type Sent } from '../../fixture/session.ts';

const FIRST = 'echo://note/first';
const answerTo =
  (id: number) =>
  ({ message }: Sent) =>
    message?.id === id;
const told = ({ events }: { events: Sent[] }) => events.map(({ message }) => message?.params?.uri);

/** A tool that lets its client come back, and answers when the test says so. */
function slow() {
  let go = () => {};
  const gone = new Promise<void>((resolve) => {
    go = resolve;
  });
  const definition = defineServer({
    name: 'slow',
    title: 'Slow',
    manifest: { name: '@ashlar/slow', version: '0.0.0', bin: { 'ashlar-slow': '' } },
    description: 'answers late.',
    options: z.object({}),
    prepare: () => ({}),
    instructions: () => 'Answers late.',
    open: () => ({ close() {} }),
    tools: [
      defineTool({
        name: 'later',
        title: 'Later',
        description: 'Answers later.',
        input: z.object({}),
        access: 'read',
        async run(_, { closeStream }) {
          closeStream();
          await gone;
          return 'at last';
        },
      }),
    ],
  });
  return { definition, go };
}

/** A stream that was cut after its first event, and what came of it until then. */
async function cutAfterFirst(session: RawSession, id: number) {
  const stream = await session.call(id, 'echo', { text: `answer ${id}` });
  const first = await stream.until(({ message }) => message === undefined);
  return { first: first.id ?? '', whole: (await stream.until(answerTo(id))).id };
}

describe('a stream that was cut', () => {
  it('goes on with exactly what was missed', async () => {
    const { url } = await serve(server, ['--sessions']);
    const session = await openSession(url);
    const { first, whole } = await cutAfterFirst(session, 2);
    await cutAfterFirst(session, 3);
    const again = await session.listen(first);
    await again.ended;
    expect(again.events.map(({ id }) => id)).toEqual([whole]);
    expect(JSON.stringify(again.events)).toContain('answer 2');
    const nothing = await session.listen(whole);
    await nothing.ended;
    expect(nothing.events).toEqual([]);
  });

  it('goes on while the call runs, which nothing has ended', async () => {
    const { definition, go } = slow();
    const { url } = await serve(definition, ['--sessions']);
    const session = await openSession(url);
    const stream = await session.call(2, 'later');
    await stream.ended; // by the server
    const [begun] = stream.events;
    expect(begun?.message).toBeUndefined();
    const again = await session.listen(begun?.id);
    expect(again.events).toEqual([]);
    again.cut();
    const third = await session.listen(begun?.id);
    go();
    expect((await third.until(answerTo(2))).message?.result).toMatchObject({
      content: [{ text: 'at last' }],
    });
    await third.ended;
  });

  it.each(['v1', 'v2-legacy'] as const)('is taken up again by the client %s', async (kind) => {
    const { definition, go } = slow();
    const { url, host } = await serve(definition, ['--sessions']);
    const client = await connectHttp(kind, url);
    onTestFinished(() => client.close());
    const answer = client.text('later');
    await vi.waitUntil(() => host.inFlight.count > 0);
    go();
    expect(await answer).toBe('at last');
  });

  it('tells who listens again what was told meanwhile, once', async () => {
    const { url } = await serve(server, ['--sessions']);
    const session = await openSession(url);
    const write = (id: number, name: string) => session.request(id, 'tools/call', remember(name));
    for (const [at, name] of ['a', 'b', 'c'].entries()) {
      await session.request(10 + at, 'resources/subscribe', { uri: `echo://note/${name}` });
    }
    await write(20, 'a'); // before anybody listens
    const first = await session.listen();
    await first.until(({ message }) => message?.params?.uri === 'echo://note/a');
    first.cut();
    await first.ended;
    await write(21, 'b');
    const second = await session.listen(first.events.at(-1)?.id);
    await second.until(({ message }) => message?.params?.uri === 'echo://note/b');
    await write(22, 'c');
    await second.until(({ message }) => message?.params?.uri === 'echo://note/c');
    expect([told(first), told(second)]).toEqual([['echo://note/a'], ['echo://note/b', 'echo://note/c']]);
  });

  it.each([
    ['GET without a form that it can have', 406, { method: 'GET', headers: { accept: 'text/html' } }],
    ['GET of no version there is', 400, { method: 'GET', headers: { 'mcp-protocol-version': 'x' } }],
    ['HEAD', 405, { method: 'HEAD' }],
  ])('is not taken for heard by a request that is refused: %s', async (_what, status, refused) => {
    const { url } = await serve(server, ['--sessions']);
    const session = await openSession(url);
    await session.request(2, 'resources/subscribe', { uri: FIRST });
    await session.request(3, 'tools/call', remember('first')); // before anybody listens
    expect((await session.ask(refused)).status).toBe(status);
    const stream = await session.listen();
    await stream.until(({ message }) => message?.params?.uri === FIRST);
  });

  it('never goes on with what belongs to another session', async () => {
    const { url } = await serve(server, ['--sessions']);
    const [ours, theirs] = [await openSession(url), await openSession(url)];
    await theirs.request(2, 'resources/subscribe', { uri: FIRST });
    await cutAfterFirst(theirs, 3);
    await cutAfterFirst(theirs, 4);
    const { first } = await cutAfterFirst(ours, 5);
    for (const id of ['0', '1', '2', first, '3', '4', '5', '6', '7', '8']) {
      const stream = await ours.listen(id);
      if (stream.status === 200 && id !== '0') await stream.ended;
      expect(JSON.stringify(stream.events)).not.toMatch(/answer [34]|first/);
      stream.cut();
    }
  });

  it('is refused where it is not known what was missed', async () => {
    const { url } = await serve(server, ['--sessions']);
    const session = await openSession(url);
    const { status, text } = await session.ask({ method: 'GET', headers: { 'last-event-id': '99' } });
    expect([status, JSON.parse(text).error.message]).toEqual([
      400,
      'Last-Event-ID: what came after this event is no longer kept.',
    ]);
  });
});

function remember(name: string) {
  return { name: 'remember', arguments: { name, text: 'x' } };
}
